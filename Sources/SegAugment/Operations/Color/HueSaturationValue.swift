import SegBasics
import SegImaging

/// Albumentations' HueSaturationValue: shifts in the HSV of OpenCV.
///
/// In 8 bits as OpenCV stores them: hue in steps of 2 degrees, saturation and value of 0...255, and
/// shifts cut to integers. OpenCV's vector loop cuts the way back to RGB to integers where its plain
/// loop rounds; here it is rounded. 16-bit pictures have 257 times the numbers for saturation and
/// value, and no rounding between. Gray pixels stay gray; a gray picture has its value shifted.
struct HueSaturationValue: Operation {
  static let specification = OperationSpecification(
    name: "hue-saturation-value", summary: "shifts hue, saturation and value",
    targets: [.image],
    parameters: [
      .init(
        "hue", "NUMBER or a..b", standard: "20", "steps of 2 degrees; x stands for -x..x; to 180"),
      .init("saturation", "NUMBER or a..b", standard: "30", "x stands for -x..x; of 0..255"),
      .init("value", "NUMBER or a..b", standard: "20", "x stands for -x..x; of 0..255"),
    ],
    examples: ["hue-saturation-value", "hue-saturation-value:hue=90..120,saturation=0,value=-9..9"])

  struct Drawn: Codable {
    var hue: Double
    var saturation: Double
    var value: Double
  }

  private static let allowedHue = -180.0...180
  private static let allowed = -255.0...255
  private let ranges: [ClosedRange<Double>]

  init(_ arguments: OperationArguments) throws(OperationError) {
    var ranges: [ClosedRange<Double>] = []
    for name in ["hue", "saturation", "value"] {
      let allowed = name == "hue" ? Self.allowedHue : Self.allowed
      ranges.append(try arguments.range(name, in: allowed) { $0 < 0 ? nil : -$0...$0 } ?? 0...0)
    }
    self.ranges = ranges
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let shifts = ranges.map { random.uniform($0.lowerBound, $0.upperBound) }
    return Drawn(hue: shifts[0], saturation: shifts[1], value: shifts[2])
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    let steps = try drawn.hue.drawn(within: Self.allowedHue)
    let unit = Double(canvas.maximumValue) / 255
    let saturation = Int(try drawn.saturation.drawn(within: Self.allowed) * unit)
    let value = Int(try drawn.value.drawn(within: Self.allowed) * unit)
    // The remainder of a tiny negative number would be a whole turn.
    let turn = (steps - 180 * (steps / 180).rounded(.down)) * 2
    // The way through HSV changes some pixels, which nobody who asks for no shift wants.
    if turn == 0, saturation == 0, value == 0 { return }
    canvas.changeImage {
      $0.shiftHSV(degrees: turn < 360 ? turn : 0, saturation: saturation, value: value)
    }
  }
}
