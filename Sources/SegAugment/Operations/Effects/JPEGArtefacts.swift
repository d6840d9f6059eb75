import SegBasics
import SegImaging

/// The marks of JPEG compression: torchvision's `JPEG`, albumentations' ImageCompression.
///
/// reference: augmentation 2.7. Draws the quality of the whole numbers in its range.
struct JPEGArtefacts: Operation {
  static let specification = OperationSpecification(
    name: "jpeg", summary: "compresses as JPEG does", targets: [.image],
    mainParameter: "quality",
    parameters: [
      .init("quality", "N or a..b", standard: "30..95", "1 to 100, where 100 loses least")
    ], examples: ["jpeg=5..50", "jpeg"])

  struct Drawn: Codable {
    var quality: Int
  }

  private let quality: ClosedRange<Int>

  init(_ arguments: OperationArguments) throws(OperationError) {
    quality = try arguments.wholeNumbers("quality", in: 1...100)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(quality: random.integer(in: quality))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard (1...4).contains(canvas.channels) else {
      throw .unsupportedChannels(canvas.channels, supported: "1 to 4")
    }
    guard (1...100).contains(drawn.quality) else { throw .badDraw("a quality of \(drawn.quality)") }
    canvas.changeImage { $0.addJPEGArtefacts(quality: drawn.quality) }
  }
}
