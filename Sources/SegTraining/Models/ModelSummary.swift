import SegGraph
import SegImaging
import SegSamples

/// The layers of a model with their shapes and costs.
public struct ModelSummary: Sendable {
  private let graph: Graph

  /// Looks at a graph.
  public init(_ graph: Graph) { self.graph = graph }

  /// Multiply-adds for one picture.
  public var multiplyAdds: Int { graph.nodes.reduce(0) { $0 + graph.multiplyAdds(of: $1) } }

  private func parameters(_ node: Graph.Node) -> Int {
    graph.parameters(of: node).filter(\.isTrained).reduce(0) { $0 + $1.count }
  }

  /// A shape as PyTorch writes it: channels, rows, columns.
  private func text(_ shape: FeatureShape) -> String {
    "\(shape.channels)x\(shape.height)x\(shape.width)"
  }

  /// Records of fields separated by tabs.
  ///
  /// `layer NAME KIND CxHxW PARAMETERS MULTIPLY-ADDS`, a record a layer in the order they run, with
  /// the shape put out for one picture; then `input CxHxW`, `output CxHxW`, `parameters N`,
  /// `multiply_adds N`. What is not trained is no parameter.
  public var text: String {
    let layers = graph.nodes.map { node in
      [
        "layer", node.name, node.operation.kind, text(node.shape), "\(parameters(node))",
        "\(graph.multiplyAdds(of: node))",
      ]
    }
    let totals = [
      ["input", text(graph.input)], ["output", text(graph.shape(of: graph.output))],
      ["parameters", "\(graph.parameterCount)"], ["multiply_adds", "\(multiplyAdds)"],
    ]
    return (layers + totals).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  /// The same as one JSON object, without a line break.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func json() throws -> String {
    struct Layer: Encodable {
      var name: String
      var kind: String
      var output: [Int]
      var parameters: Int
      var multiplyAdds: Int

      enum CodingKeys: String, CodingKey {
        case name, kind, output, parameters
        case multiplyAdds = "multiply_adds"
      }
    }
    func list(_ shape: FeatureShape) -> [Int] { [shape.channels, shape.height, shape.width] }
    var object = OrderedJSON()
    try object.add("input", list(graph.input))
    try object.add("output", list(graph.shape(of: graph.output)))
    try object.add("parameters", graph.parameterCount)
    try object.add("multiply_adds", multiplyAdds)
    try object.add(
      "layers",
      graph.nodes.map { node in
        Layer(
          name: node.name, kind: node.operation.kind, output: list(node.shape),
          parameters: parameters(node), multiplyAdds: graph.multiplyAdds(of: node))
      })
    return object.text
  }
}
