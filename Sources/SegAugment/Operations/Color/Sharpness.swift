import SegBasics
import SegImaging

/// `f·v + (1 − f)·blurred`, with a smoothing over 3x3 pixels, cut to an integer.
///
/// reference: augmentation 2.7; torchvision's adjust_sharpness. Any number of channels.
struct Sharpness: Operation {
  static let specification = OperationSpecification(
    name: "sharpness", summary: "sharpens (above 1) or blurs a little", targets: [.image],
    mainParameter: "factor",
    parameters: [
      .init(
        "factor", "NUMBER or a..b", standard: "2",
        "x stands for x; 0 blurs, 1 leaves it, 2 sharpens")
    ],
    examples: ["sharpness", "sharpness=0.1..1.9"])

  private let factor: ColorFactor

  init(_ arguments: OperationArguments) throws(OperationError) {
    factor = try ColorFactor(arguments, .exact)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> ColorFactor.Drawn {
    factor.draw(from: &random)
  }

  func apply(_ drawn: ColorFactor.Drawn, to canvas: inout Canvas) throws(TransformError) {
    let factor = try drawn.checked()
    canvas.changeImage { $0.adjustSharpness(factor) }
  }
}
