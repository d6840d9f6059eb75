import SegBasics
import SegImaging

/// Mirrors left and right: `x → W − 1 − x`.
///
/// reference: augmentation 2.2.
struct HorizontalFlip: Operation {
  static let specification = OperationSpecification(
    name: "hflip", summary: "mirrors left and right", targets: [.image, .labelMap],
    mainParameter: "p", standardProbability: 0.5, examples: ["hflip"])

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func size(of size: PixelSize) -> PixelSize? { size }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) { canvas.turn(2) }
}
