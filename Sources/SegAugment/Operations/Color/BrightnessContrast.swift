import SegBasics

/// `(1 + c)·v + b·bound`, clamped and cut to an integer.
///
/// Albumentations' RandomBrightnessContrast: contrast about black, where torchvision's is about the
/// mean gray of the picture. Draws contrast, then brightness. Any number of channels.
struct BrightnessContrast: Operation {
  static let specification = OperationSpecification(
    name: "brightness-contrast", summary: "multiplies every sample, then adds to it",
    targets: [.image],
    parameters: [
      .init(
        "brightness", "NUMBER or a..b", standard: "0.2",
        "the part of the range that is added, -1..1; x stands for -x..x"),
      .init(
        "contrast", "NUMBER or a..b", standard: "0.2",
        "what is added to a factor of 1, -1..100; x stands for -x..x"),
    ],
    examples: ["brightness-contrast", "brightness-contrast:brightness=0,contrast=-0.5..2"])

  struct Drawn: Codable {
    var contrast: Double
    var brightness: Double
  }

  private static let contrasts = -1.0...100
  private static let brightnesses = -1.0...1
  private let contrast: ClosedRange<Double>
  private let brightness: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    func range(_ name: String, _ allowed: ClosedRange<Double>) throws(OperationError)
      -> ClosedRange<Double>
    {
      try arguments.range(name, in: allowed) { $0 < 0 ? nil : -$0...$0 } ?? 0...0
    }
    contrast = try range("contrast", Self.contrasts)
    brightness = try range("brightness", Self.brightnesses)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let contrast = random.uniform(contrast.lowerBound, contrast.upperBound)
    return Drawn(
      contrast: contrast, brightness: random.uniform(brightness.lowerBound, brightness.upperBound))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let factor = 1 + (try drawn.contrast.drawn(within: Self.contrasts))
    let addend = try drawn.brightness.drawn(within: Self.brightnesses) * Double(canvas.maximumValue)
    canvas.scaleColors(by: Float(factor), adding: Float(addend))
  }
}
