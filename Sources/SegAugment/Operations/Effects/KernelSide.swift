import SegBasics
import SegImaging

extension OperationArguments {
  /// The sides a square kernel may be drawn from, of the parameter `kernel`.
  ///
  /// - Throws: ``OperationError``.
  func kernel() throws(OperationError) -> ClosedRange<Int> {
    try wholeNumbers("kernel", in: Image.filterSides, odd: true)
  }
}

extension RandomStream {
  /// One of the odd numbers of a range whose ends are odd.
  mutating func odd(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + 2 * integer(in: 0...(range.upperBound - range.lowerBound) / 2)
  }
}

/// Checks a side that may come out of a file.
///
/// - Throws: ``TransformError/badDraw(_:)``.
func requireKernel(_ side: Int) throws(TransformError) {
  guard Image.filterSides.contains(side), side % 2 == 1 else {
    throw .badDraw("a kernel of \(side) pixels")
  }
}

/// Checks a number that may come out of a file.
///
/// - Throws: ``TransformError/badDraw(_:)``.
func require(
  _ number: Double, in range: ClosedRange<Double>, _ name: String
) throws(TransformError) {
  guard range.contains(number) else { throw .badDraw("\(name) of \(number) is not of \(range)") }
}
