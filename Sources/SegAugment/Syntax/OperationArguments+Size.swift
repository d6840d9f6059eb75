import SegImaging

extension OperationArguments {
  /// A size `WIDTHxHEIGHT`, or `EDGE` for a square.
  ///
  /// - Throws: ``OperationError``.
  func size(_ name: String) throws(OperationError) -> PixelSize {
    let text = try requiredText(name)
    let edges = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard (1...2).contains(edges.count), edges.allSatisfy((1...65535).contains),
      edges[0] * edges[edges.count - 1] <= Canvas.maximumPixels
    else {
      throw refuse(
        text, name,
        "WIDTHxHEIGHT or EDGE, each of 1 to 65535, at most \(Canvas.maximumPixels) pixels")
    }
    return PixelSize(width: edges[0], height: edges[edges.count - 1])
  }

  /// Class indices, `ID` or `ID/ID/…`; nil when the parameter has no value.
  ///
  /// - Throws: ``OperationError``.
  func classIndices(_ name: String) throws(OperationError) -> [Int]? {
    guard let text = text(name) else { return nil }
    let indices = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard indices.allSatisfy((0...65534).contains) else {
      throw refuse(text, name, "class indices of 0..65534 with / between them")
    }
    return indices
  }
}
