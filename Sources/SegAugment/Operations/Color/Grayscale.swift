import SegBasics
import SegImaging

/// `0.2989 R + 0.587 G + 0.114 B` cut to an integer, in every channel.
///
/// reference: augmentation 2.7; torchvision's RandomGrayscale, which keeps the number of channels.
struct Grayscale: Operation {
  static let specification = OperationSpecification(
    name: "grayscale", summary: "takes the colors away, but keeps the channels",
    targets: [.image], mainParameter: "p", examples: ["grayscale", "grayscale=0.5"])

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    if canvas.channels >= 3 { canvas.changeImage { $0.makeGray() } }
  }
}
