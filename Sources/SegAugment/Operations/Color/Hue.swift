import SegBasics
import SegImaging

/// Turns the colour wheel, through HSV in float32; gray pictures stay.
///
/// reference: augmentation 2.7; torchvision's adjust_hue.
struct Hue: Operation {
  static let specification = OperationSpecification(
    name: "hue", summary: "turns the color wheel", targets: [.image], mainParameter: "shift",
    parameters: [
      .init(
        "shift", "NUMBER or a..b", standard: "0.1",
        "turns of the wheel; x stands for -x..x; at most 0.5")
    ],
    examples: ["hue=0.1", "hue=0.2..0.5"])

  struct Drawn: Codable {
    var shift: Double
  }

  private static let allowed = -0.5...0.5
  private let range: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    range =
      try arguments.range("shift", in: Self.allowed) { $0 < 0 ? nil : -$0...$0 } ?? 0...0
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(shift: random.uniform(range.lowerBound, range.upperBound))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    let shift = try drawn.shift.drawn(within: Self.allowed)
    canvas.changeImage { $0.adjustHue(shift) }
  }
}
