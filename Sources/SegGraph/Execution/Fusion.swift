/// What the engine runs for a graph: its layers, a batch norm and the ReLU behind it made one.
struct Fusion {
  /// One layer that runs.
  struct Step {
    let name: String
    let operation: any RunnableOperation
    /// Positions of the steps it reads; -1 is the input of the graph.
    let inputs: [Int]
    let shape: FeatureShape
  }

  let steps: [Step]

  init(_ graph: Graph) throws(GraphError) {
    var readers = Array(repeating: 0, count: graph.nodes.count)
    for node in graph.nodes {
      for input in node.inputs where input.node >= 0 { readers[input.node] += 1 }
    }
    var steps: [Step] = []
    /// The step that puts out each node's value.
    var step: [Int] = []
    for node in graph.nodes {
      let inputs = node.inputs.map { $0.node < 0 ? -1 : step[$0.node] }
      if node.operation is ReLU, let source = node.inputs.first, source.node >= 0,
        readers[source.node] == 1, graph.nodes[source.node].operation is BatchNorm
      {
        let norm = steps[inputs[0]]
        steps[inputs[0]] = Step(
          name: norm.name, operation: BatchNorm(hasReLU: true), inputs: norm.inputs,
          shape: norm.shape)
        step.append(inputs[0])
        continue
      }
      guard let operation = node.operation as? any RunnableOperation else {
        throw .unsupported(node.operation.kind, layer: node.name)
      }
      step.append(steps.count)
      steps.append(
        Step(name: node.name, operation: operation, inputs: inputs, shape: node.shape))
    }
    self.steps = steps
  }
}
