import SegGraph

/// A network of the article's form, small enough to be checked number by number: odd sizes, channel
/// counts that fill no vector, a class count that fills none either.
func smallSegNet(input: FeatureShape = FeatureShape(height: 13, width: 18, channels: 3))
  throws -> Graph
{
  var graph = try Graph(input: input)
  var x = try graph.add(BatchNorm(), name: "bn_input", inputs: [.input])
  func stage(_ name: String, _ channels: [Int]) throws {
    for (index, channels) in channels.enumerated() {
      x = try graph.add(
        Convolution(channels: channels), name: "\(name).seq.\(3 * index)", inputs: [x])
      x = try graph.add(BatchNorm(), name: "\(name).seq.\(3 * index + 1)", inputs: [x])
      x = try graph.add(ReLU(), name: "\(name).seq.\(3 * index + 2)", inputs: [x])
    }
  }
  var pools: [(FeatureShape, Graph.Value)] = []
  for (name, channels) in [("dc1", [8, 8]), ("dc2", [20])] {
    try stage(name, channels)
    let before = graph.shape(of: x)
    x = try graph.add(MaxPool(), name: "\(name).mp", inputs: [x])
    pools.append((before, x))
  }
  for ((name, channels), (before, pool)) in zip([("uc2", [8]), ("uc1", [8, 3])], pools.reversed()) {
    x = try graph.add(MaxUnpool(target: before), name: "\(name).mup", inputs: [x, pool])
    try stage(name, channels)
  }
  return graph
}
