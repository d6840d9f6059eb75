import SegBasics
import SegImaging

/// `f·v + (1 − f)·gray`, with the gray of the pixel, cut to an integer; gray pictures stay.
///
/// reference: augmentation 2.7; torchvision's adjust_saturation.
struct Saturation: Operation {
  static let specification = OperationSpecification(
    name: "saturation", summary: "makes colors stronger or weaker", targets: [.image],
    mainParameter: "factor",
    parameters: [
      .init(
        "factor", "NUMBER or a..b", standard: "0.2",
        "x stands for 1-x..1+x; 0..0 makes it gray, 1 leaves it")
    ],
    examples: ["saturation=0.5", "saturation=0..0"])

  private let factor: ColorFactor

  init(_ arguments: OperationArguments) throws(OperationError) {
    factor = try ColorFactor(arguments, .spread)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> ColorFactor.Drawn {
    factor.draw(from: &random)
  }

  func apply(_ drawn: ColorFactor.Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    let factor = try drawn.checked()
    canvas.changeImage { $0.adjustSaturation(factor) }
  }
}
