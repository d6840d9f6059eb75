import SegBasics
import SegImaging

/// Moves the picture by whole pixels.
struct Shift: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "shift", summary: "moves by whole pixels", targets: [.image, .labelMap],
    mainParameter: "x",
    parameters: [
      .init("x", "N or LOW..HIGH", standard: "0.1", "to the right; one number: -N..N"),
      .init("y", "N or LOW..HIGH", standard: nil, "down; as x when not given"),
      .init("unit", "fraction|pixels", standard: "fraction", "of width and height, or pixels"),
    ] + SamplingParameters.described,
    examples: ["shift=0.2", "shift=-8..3:y=2..2,unit=pixels,border=reflect"])

  private enum Unit: String, CaseIterable { case fraction, pixels }

  private let x: ClosedRange<Double>
  private let y: ClosedRange<Double>
  private let unit: Unit
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    unit = try arguments.choice("unit", as: Unit.self)
    let allowed = unit == .fraction ? -1.0...1.0 : -65535.0...65535.0
    let spread = { (value: Double) in value >= 0 ? -value...value : nil }
    x = try arguments.range("x", in: allowed, around: 0)
    y = try arguments.range("y", in: allowed, spread: spread) ?? x
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// Pixels.
    var x: Double
    var y: Double
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let isFraction = unit == .fraction
    let width = isFraction ? Double(canvas.size.width) : 1
    let height = isFraction ? Double(canvas.size.height) : 1
    let dx = (random.uniform(in: x) * width).rounded(.toNearestOrEven)
    return Drawn(x: dx, y: (random.uniform(in: y) * height).rounded(.toNearestOrEven))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.warp(.translation(-drawn.x, -drawn.y), sampling)
  }
}
