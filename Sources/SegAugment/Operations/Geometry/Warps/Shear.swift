import SegBasics
import SegImaging

/// Slants along one axis or both.
///
/// reference: augmentation 2.4; the angle is between an upright line and its slanted image. With
/// `crop` the margins are cut as Augmentor's `shear` does, but what is left keeps its shape.
struct Shear: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "shear", summary: "slants", targets: [.image, .labelMap], mainParameter: "degrees",
    parameters: [
      .init("degrees", "DEG or LOW..HIGH", standard: "10", "one number: -DEG..DEG"),
      .init("axis", "x|y|either|both", standard: "either", "along which axis things slide"),
      .init(
        "center", "middle|corner", standard: "middle",
        "what stays where it is; the corner is the one at the top left"),
      .init("crop", "true|false", standard: "false", "magnifies until no margin is empty"),
    ] + SamplingParameters.described,
    examples: [
      "shear=20", "shear=-10..25:axis=both,crop=true", "shear=15:axis=x,border=replicate",
      "shear=8:center=corner",
    ])

  private enum Center: String, CaseIterable { case middle, corner }
  private enum Axis: String, CaseIterable { case x, y, either, both }

  private let degrees: ClosedRange<Double>
  private let axis: Axis
  private let center: Center
  private let crops: Bool
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    degrees = try arguments.range("degrees", in: -89...89, around: 0)
    axis = try arguments.choice("axis", as: Axis.self)
    center = try arguments.choice("center", as: Center.self)
    crops = try arguments.flag("crop")
    if crops, center == .corner {
      throw arguments.refuse("corner", "center", "middle beside crop=true")
    }
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// Degrees along each axis.
    var x: Double
    var y: Double
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let first = random.uniform(in: degrees)
    switch axis {
    case .x: return Drawn(x: first, y: 0)
    case .y: return Drawn(x: 0, y: first)
    case .both: return Drawn(x: first, y: random.uniform(in: degrees))
    case .either: return random.chance(0.5) ? Drawn(x: first, y: 0) : Drawn(x: 0, y: first)
    }
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    if drawn.x == 0, drawn.y == 0 { return }
    var map = AffineMap(shear: (drawn.x, drawn.y))
    if crops {
      let factor = map.covering(canvas.size)
      map.scale = (factor, factor)
    }
    var homography = map.toSource(from: canvas.size)
    if center == .corner {
      let m = homography.m
      homography = Homography(affine: m[0], m[1], 0, m[3], m[4], 0)
    }
    try canvas.warp(homography, sampling)
  }
}
