import SegBasics

/// Adds a number to each of red, green and blue.
///
/// reference: augmentation 2.7; Albumentations' RGBShift, which cuts the numbers to integers. Draws
/// red, green and blue. 16-bit pictures take 257 times the numbers.
struct RGBShift: Operation {
  static let specification = OperationSpecification(
    name: "rgb-shift", summary: "adds to each of red, green and blue", targets: [.image],
    mainParameter: "shift",
    parameters: [
      .init("shift", "NUMBER or a..b", standard: "20", "x stands for -x..x; of 0..255"),
      .init("r", "NUMBER or a..b", standard: nil, "for red, where it is not the same"),
      .init("g", "NUMBER or a..b", standard: nil, "for green, where it is not the same"),
      .init("b", "NUMBER or a..b", standard: nil, "for blue, where it is not the same"),
    ],
    examples: ["rgb-shift", "rgb-shift=10:g=0,b=-40..-20"])

  struct Drawn: Codable {
    var r: Double
    var g: Double
    var b: Double
  }

  private static let allowed = -255.0...255
  private let ranges: [ClosedRange<Double>]

  init(_ arguments: OperationArguments) throws(OperationError) {
    var ranges: [ClosedRange<Double>] = []
    let shared = try Self.range("shift", arguments) ?? 0...0
    for name in ["r", "g", "b"] { ranges.append(try Self.range(name, arguments) ?? shared) }
    self.ranges = ranges
  }

  private static func range(
    _ name: String, _ arguments: OperationArguments
  ) throws(OperationError) -> ClosedRange<Double>? {
    try arguments.range(name, in: allowed) { $0 < 0 ? nil : -$0...$0 }
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let shifts = ranges.map { random.uniform($0.lowerBound, $0.upperBound) }
    return Drawn(r: shifts[0], g: shifts[1], b: shifts[2])
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard canvas.colorChannels == 3 else {
      throw .unsupportedChannels(canvas.channels, supported: "3 and 4")
    }
    let unit = Double(canvas.maximumValue) / 255
    var shifts: [Int] = []
    for shift in [drawn.r, drawn.g, drawn.b] {
      shifts.append(Int(try shift.drawn(within: Self.allowed) * unit))
    }
    canvas.mapEachColor { $0 + shifts[$1] }
  }
}
