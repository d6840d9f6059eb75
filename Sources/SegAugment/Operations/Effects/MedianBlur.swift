import SegBasics
import SegImaging

/// The median of a square around each pixel: OpenCV's `medianBlur`, albumentations' `MedianBlur`.
///
/// reference: augmentation 2.7. Draws the side of the square of the odd numbers in its range.
struct MedianBlur: SquareFilter {
  static let specification = OperationSpecification(
    name: "median-blur", summary: "takes the median of a square", targets: [.image],
    mainParameter: "kernel",
    parameters: [kernelParameter], examples: ["median-blur", "median-blur=5"])

  let kernel: ClosedRange<Int>

  init(_ arguments: OperationArguments) throws(OperationError) { kernel = try arguments.kernel() }

  func apply(_ drawn: DrawnSquare, to canvas: inout Canvas) throws(TransformError) {
    try requireKernel(drawn.kernel)
    canvas.changeImage { $0 = $0.medianFiltered(side: drawn.kernel) }
  }
}
