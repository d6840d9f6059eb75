import SegBasics
import SegImaging
import SegSamples

/// Mirrors left and right: `x → W − 1 − x`.
///
/// reference: augmentation 2.2.
struct HorizontalFlip: Operation {
  static let specification = OperationSpecification(
    name: "hflip", summary: "mirrors left and right", targets: [.image, .labelMap],
    mainParameter: "p", standardProbability: 0.5)

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, size: PixelSize) {}

  func size(of size: PixelSize) -> PixelSize? { size }

  func record(_ drawn: Void) -> [String: JSONValue] { [:] }

  func apply(_ drawn: Void, to image: inout Image) { image = image.flippedHorizontally() }

  func apply(_ drawn: Void, to labelMap: inout LabelMap) {
    labelMap = labelMap.flippedHorizontally()
  }
}
