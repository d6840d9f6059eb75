import SegBasics
import SegImaging

/// Turns, scales, shears and shifts about the middle; torchvision's `RandomAffine`.
///
/// reference: augmentation 2.4. Shifts are whole pixels; positive angles turn clockwise.
struct Affine: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "affine", summary: "turns, scales, shears and shifts", targets: [.image, .labelMap],
    mainParameter: "degrees",
    parameters: [
      .init(
        "degrees", "DEG or LOW..HIGH", standard: "0", "clockwise; one number: -DEG..DEG"),
      .init(
        "translate", "FRACTION", standard: "0",
        "at most this part of width and height, either way"),
      .init("scale", "S or LOW..HIGH", standard: "1", "how much larger things become, 0.01..100"),
      .init("shear", "DEG or LOW..HIGH", standard: "0", "along x; one number: -DEG..DEG"),
      .init("shear-y", "DEG or LOW..HIGH", standard: "0", "along y; one number: -DEG..DEG"),
    ] + SamplingParameters.described,
    examples: [
      "affine=30:scale=0.8..1.2,shear=10", "affine=0:translate=0.2,fill=mean",
      "affine=180:shear=-5..20,shear-y=8,filter=bicubic,border=reflect",
      "affine=15:filter=nearest,fill=5,mask-fill=5",
    ])

  private let degrees: ClosedRange<Double>
  private let translate: Double
  private let scale: ClosedRange<Double>
  private let shear: ClosedRange<Double>
  private let shearY: ClosedRange<Double>
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    degrees = try arguments.range("degrees", in: -360...360, around: 0)
    translate = try arguments.number("translate", in: 0...1)
    scale = try arguments.requiredRange("scale", in: 0.01...100)
    shear = try arguments.range("shear", in: -89...89, around: 0)
    shearY = try arguments.range("shear-y", in: -89...89, around: 0)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// Degrees.
    var angle: Double
    /// Pixels.
    var x: Double
    var y: Double
    var scale: Double
    /// Degrees.
    var shear: [Double]
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let angle = random.uniform(in: degrees)
    let (width, height) = (Double(canvas.size.width), Double(canvas.size.height))
    let x = random.uniform(-translate * width, translate * width).rounded(.toNearestOrEven)
    let y = random.uniform(-translate * height, translate * height).rounded(.toNearestOrEven)
    return Drawn(
      angle: angle, x: x, y: y, scale: random.uniform(in: scale),
      shear: [random.uniform(in: shear), random.uniform(in: shearY)])
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard drawn.shear.count == 2 else { throw .badDraw("shear along two axes is two numbers") }
    let map = AffineMap(
      angle: drawn.angle, shift: (drawn.x, drawn.y), scale: (drawn.scale, drawn.scale),
      shear: (drawn.shear[0], drawn.shear[1]))
    try canvas.warp(map.toSource(from: canvas.size), sampling)
  }
}

extension RandomStream {
  /// A number of a range; its lower end where it has no width.
  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    uniform(range.lowerBound, range.upperBound)
  }
}
