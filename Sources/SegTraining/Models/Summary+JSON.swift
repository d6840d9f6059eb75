import SegGraph
import SegSamples

extension SegGraph.Summary {
  /// The layers and the totals as one JSON object, without a line break; shapes are `[C, H, W]`.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func json() throws -> String {
    struct Layer: Encodable {
      var name: String
      var kind: String
      var output: [Int]
      var kernel: [Int]?
      var parameters: Int
      var multiplyAdds: Int

      enum CodingKeys: String, CodingKey {
        case name, kind, output, kernel, parameters
        case multiplyAdds = "multiply_adds"
      }
    }
    func list(_ shape: FeatureShape) -> [Int] { [shape.channels, shape.height, shape.width] }
    var object = OrderedJSON()
    try object.add("input", list(input))
    try object.add("output", rows.last.map { list($0.output) })
    try object.add("parameters", parameters)
    try object.add("multiply_adds", multiplyAdds)
    try object.add(
      "layers",
      rows.map { row in
        Layer(
          name: row.name, kind: row.kind, output: list(row.output), kernel: row.kernel,
          parameters: row.parameters, multiplyAdds: row.multiplyAdds)
      })
    return object.text
  }
}
