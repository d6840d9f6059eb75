import SegBasics

/// `f·v + (1 − f)·mean`, with the mean gray of the picture, cut to an integer.
///
/// reference: augmentation 2.7; torchvision's adjust_contrast.
struct Contrast: Operation {
  static let specification = OperationSpecification(
    name: "contrast", summary: "moves every sample away from the mean gray, or towards it",
    targets: [.image], mainParameter: "factor",
    parameters: [
      .init("factor", "NUMBER or a..b", standard: "0.2", "x stands for 1-x..1+x; 1 leaves it")
    ],
    examples: ["contrast=0.3", "contrast=0.5..2"])

  private let factor: ColorFactor

  init(_ arguments: OperationArguments) throws(OperationError) {
    factor = try ColorFactor(arguments, .spread)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> ColorFactor.Drawn {
    factor.draw(from: &random)
  }

  func apply(_ drawn: ColorFactor.Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    canvas.adjustContrast(try drawn.checked())
  }
}
