import SegBasics
import SegImaging

/// The mean of a square around each pixel: OpenCV's `blur`, albumentations' `Blur`.
///
/// reference: augmentation 2.7. Draws the side of the square of the odd numbers in its range.
struct BoxBlur: SquareFilter {
  static let specification = OperationSpecification(
    name: "box-blur", summary: "blurs with the mean of a square", targets: [.image],
    mainParameter: "kernel",
    parameters: [kernelParameter], examples: ["box-blur", "box-blur=9..21"])

  let kernel: ClosedRange<Int>

  init(_ arguments: OperationArguments) throws(OperationError) { kernel = try arguments.kernel() }

  func apply(_ drawn: DrawnSquare, to canvas: inout Canvas) throws(TransformError) {
    try requireKernel(drawn.kernel)
    canvas.changeImage { $0 = $0.boxBlurred(side: drawn.kernel) }
  }
}
