import SegBasics
import SegImaging

/// Mirrors top and bottom: `y → H − 1 − y`.
///
/// reference: augmentation 2.2.
struct VerticalFlip: Operation {
  static let specification = OperationSpecification(
    name: "vflip", summary: "mirrors top and bottom", targets: [.image, .labelMap],
    mainParameter: "p", standardProbability: 0.5, examples: ["vflip"])

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func size(of size: PixelSize) -> PixelSize? { size }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) { canvas.turn(4) }
}
