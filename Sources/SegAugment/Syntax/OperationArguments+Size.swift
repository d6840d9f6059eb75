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

  /// Whole numbers `low..high`, or one; nil when the parameter has no value.
  ///
  /// - Throws: ``OperationError``.
  func wholeRange(
    _ name: String, in allowed: ClosedRange<Int>
  ) throws(OperationError) -> ClosedRange<Int>? {
    guard let text = text(name) else { return nil }
    let ends =
      if let dots = text.firstRange(of: "..") {
        [Int(text[..<dots.lowerBound]), Int(text[dots.upperBound...])]
      } else {
        [Int(text), Int(text)]
      }
    guard let low = ends[0], let high = ends[1], low <= high, allowed.contains(low),
      allowed.contains(high)
    else {
      throw refuse(
        text, name,
        "a whole number, or a range low..high, of \(allowed.lowerBound) to \(allowed.upperBound)")
    }
    return low...high
  }
}
