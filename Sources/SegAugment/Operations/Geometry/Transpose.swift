import SegBasics
import SegImaging

/// Exchanges rows and columns: mirrors across the diagonal from the top left.
///
/// reference: augmentation 2.2.
struct Transpose: Operation {
  static let specification = OperationSpecification(
    name: "transpose", summary: "exchanges rows and columns", targets: [.image, .labelMap],
    mainParameter: "p", standardProbability: 0.5, examples: ["transpose"])

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func size(of size: PixelSize) -> PixelSize? { size.transposed }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) { canvas.turn(5) }
}
