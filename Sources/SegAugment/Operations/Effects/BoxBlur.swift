import SegBasics
import SegImaging

/// The mean of a square around each pixel: OpenCV's `blur`, albumentations' `Blur`.
///
/// reference: augmentation 2.7. Draws the side of the square of the odd numbers in its range.
struct BoxBlur: Operation {
  static let specification = OperationSpecification(
    name: "box-blur", summary: "blurs with the mean of a square", targets: [.image],
    mainParameter: "kernel",
    parameters: [
      .init("kernel", "N or a..b", standard: "3..7", "the side of the square; odd, 1 to 99 pixels")
    ], examples: ["box-blur", "box-blur=9..21"])

  struct Drawn: Codable {
    var kernel: Int
  }

  private let kernel: ClosedRange<Int>

  init(_ arguments: OperationArguments) throws(OperationError) { kernel = try arguments.kernel() }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(kernel: random.odd(in: kernel))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try requireKernel(drawn.kernel)
    canvas.changeImage { $0 = $0.boxBlurred(side: drawn.kernel) }
  }
}
