import SegBasics
import SegImaging

/// albumentations' ISONoise: noise of hue and lightness, for RGB.
///
/// Draws the colour shift, the intensity, and a seed; ``SegImaging/Image/addISONoise(color:intensity:seed:)``
/// has the formula. The colour shift is a share of the hue circle, as albumentations documents it; what
/// albumentations 2.0.8 computes is as many degrees, a change nobody sees.
struct ISONoise: Operation {
  static let specification = OperationSpecification(
    name: "iso-noise", summary: "adds the color and lightness noise of a sensor",
    targets: [.image],
    parameters: [
      .init(
        "color-shift", "NUMBER or a..b", standard: "0.01..0.05",
        "std of the hue at intensity 1, in turns; 0 to 1"),
      .init("intensity", "NUMBER or a..b", standard: "0.1..0.5", "0 to 1"),
    ], examples: ["iso-noise", "iso-noise:color-shift=0.1,intensity=0.9"])

  struct Drawn: Codable {
    var colorShift: Double
    var intensity: Double
    var seed: UInt64
  }

  private let colorShift: ClosedRange<Double>
  private let intensity: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    colorShift = try arguments.requiredRange("color-shift", in: 0...1)
    intensity = try arguments.requiredRange("intensity", in: 0...1)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(
      colorShift: random.uniform(colorShift.lowerBound, colorShift.upperBound),
      intensity: random.uniform(intensity.lowerBound, intensity.upperBound), seed: random.seed())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard canvas.channels == 3 else {
      throw .unsupportedChannels(canvas.channels, supported: "3")
    }
    try require(drawn.colorShift, in: 0...1, "a color shift")
    try require(drawn.intensity, in: 0...1, "an intensity")
    canvas.changeImage {
      $0.addISONoise(color: drawn.colorShift, intensity: drawn.intensity, seed: drawn.seed)
    }
  }
}
