import SegGraph

/// SegNet as in the PyTorch article series on image segmentation (parts 2 and 3).
///
/// Four stages down, four up; a max pooling hands the places of its maxima to the stage that undoes
/// it. Every 3×3 convolution has no bias and is followed by batch norm and ReLU, the last one too: the
/// logits are never negative. 15,274,892 parameters for 3 classes.
///
/// - Parameters:
///   - classes: Channels of the logits, at least 1.
///   - input: `[H, W, C]`; sides of at least 16. Values `0…1`; the first layer normalises them.
/// - Throws: ``GraphError`` when the input is too small.
public func segNet(classes: Int, input: FeatureShape) throws(GraphError) -> Graph {
  let down: [(name: String, channels: [Int])] = [
    ("dc1", [64, 64]), ("dc2", [128, 128]), ("dc3", [256, 256, 256]), ("dc4", [512, 512, 512]),
  ]
  let up: [(name: String, channels: [Int])] = [
    ("uc4", [512, 512, 256]), ("uc3", [256, 256, 128]), ("uc2", [128, 64]), ("uc1", [64, classes]),
  ]
  var graph = try Graph(input: input)
  var x = try graph.add(BatchNorm(), name: "bn_input", inputs: [.input])
  var pools: [(before: FeatureShape, pool: Graph.Value)] = []
  for stage in down {
    x = try convolutions(stage.channels, after: x, name: stage.name, in: &graph)
    let before = graph.shape(of: x)
    x = try graph.add(MaxPool(), name: "\(stage.name).mp", inputs: [x])
    pools.append((before, x))
  }
  for (stage, (before, pool)) in zip(up, pools.reversed()) {
    x = try graph.add(
      MaxUnpool(target: before), name: "\(stage.name).mup", inputs: [x, pool])
    x = try convolutions(stage.channels, after: x, name: stage.name, in: &graph)
  }
  return graph
}

/// A run of convolution, batch norm and ReLU, numbered as in a PyTorch `Sequential` named `seq`.
private func convolutions(
  _ channels: [Int], after input: Graph.Value, name: String, in graph: inout Graph
) throws(GraphError) -> Graph.Value {
  var x = input
  for (index, channels) in channels.enumerated() {
    let first = 3 * index
    x = try graph.add(Convolution(channels: channels), name: "\(name).seq.\(first)", inputs: [x])
    x = try graph.add(BatchNorm(), name: "\(name).seq.\(first + 1)", inputs: [x])
    x = try graph.add(ReLU(), name: "\(name).seq.\(first + 2)", inputs: [x])
  }
  return x
}
