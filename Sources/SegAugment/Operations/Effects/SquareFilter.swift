import SegBasics

/// A filter over a square around each pixel, whose side is drawn of the odd numbers in a range.
protocol SquareFilter: Operation where Drawn == DrawnSquare {
  /// The least and the greatest side, both odd.
  var kernel: ClosedRange<Int> { get }
}

/// The square of one sample.
struct DrawnSquare: Codable {
  /// The side in pixels, odd.
  var kernel: Int
}

extension SquareFilter {
  /// The parameter `kernel`.
  static var kernelParameter: OperationSpecification.Parameter {
    .init("kernel", "N or a..b", standard: "3..7", "the side of the square; odd, 1 to 99 pixels")
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> DrawnSquare {
    DrawnSquare(kernel: random.odd(in: kernel))
  }
}
