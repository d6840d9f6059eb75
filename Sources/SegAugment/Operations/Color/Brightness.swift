import SegBasics

/// `f·v`, cut to an integer.
///
/// reference: augmentation 2.7; torchvision's adjust_brightness. Any number of channels.
struct Brightness: Operation {
  static let specification = OperationSpecification(
    name: "brightness", summary: "multiplies every sample", targets: [.image],
    mainParameter: "factor",
    parameters: [
      .init("factor", "NUMBER or a..b", standard: "0.2", "x stands for 1-x..1+x; 1 leaves it")
    ],
    examples: ["brightness=0.3", "brightness=1.2..1.9"])

  private let factor: ColorFactor

  init(_ arguments: OperationArguments) throws(OperationError) {
    factor = try ColorFactor(arguments, .spread)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> ColorFactor.Drawn {
    factor.draw(from: &random)
  }

  func apply(_ drawn: ColorFactor.Drawn, to canvas: inout Canvas) throws(TransformError) {
    canvas.scaleColors(by: Float(try drawn.checked()))
  }
}
