import SegBasics
import SegImaging

/// Magnifies a part to the size of the picture, or shrinks the picture into its middle.
///
/// reference: augmentation 2.4, Augmentor's `zoom`, in one pass instead of a resize and a crop.
struct Zoom: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "zoom", summary: "zooms in or out", targets: [.image, .labelMap],
    mainParameter: "factor",
    parameters: [
      .init("factor", "S or LOW..HIGH", standard: "1..1.5", "above 1 magnifies; 0.01..100"),
      .init("center", "middle|random", standard: "middle", "what stays where it is"),
    ] + SamplingParameters.described,
    examples: ["zoom=1..2", "zoom=0.6..1.6:center=random"])

  private enum Center: String, CaseIterable { case middle, random }

  private let factor: ClosedRange<Double>
  private let center: Center
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    factor = try arguments.requiredRange("factor", in: 0.01...100)
    center = try arguments.choice("center", as: Center.self)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    var factor: Double
    /// What stays where it is, as parts of width and height.
    var x: Double
    var y: Double
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let factor = random.uniform(in: factor)
    guard center == .random else { return Drawn(factor: factor, x: 0.5, y: 0.5) }
    let x = random.uniform()
    return Drawn(factor: factor, x: x, y: random.uniform())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    if drawn.factor == 1 { return }
    let part = 1 / drawn.factor
    try canvas.warp(
      Homography(
        affine: part, 0, drawn.x * Double(canvas.size.width) * (1 - part), 0, part,
        drawn.y * Double(canvas.size.height) * (1 - part)), sampling)
  }
}

/// Magnifies a part of the picture, anywhere in it, to the size of the picture.
///
/// reference: augmentation 2.4, Augmentor's `zoom_random`.
struct ZoomRandom: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "zoom-random", summary: "magnifies a part from anywhere", targets: [.image, .labelMap],
    mainParameter: "part",
    parameters: [
      .init(
        "part", "F or LOW..HIGH", standard: "0.8",
        "how much of width and height is seen, 0.01..1")
    ] + SamplingParameters.described,
    examples: ["zoom-random=0.8", "zoom-random=0.3..0.9:filter=bicubic"])

  private let part: ClosedRange<Double>
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    part = try arguments.requiredRange("part", in: 0.01...1)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    var part: Double
    /// Where the part lies between left and right, top and bottom, `0..1`.
    var x: Double
    var y: Double
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let part = random.uniform(in: part)
    let x = random.uniform()
    return Drawn(part: part, x: x, y: random.uniform())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let rest = 1 - drawn.part
    try canvas.warp(
      Homography(
        affine: drawn.part, 0, drawn.x * rest * Double(canvas.size.width), 0, drawn.part,
        drawn.y * rest * Double(canvas.size.height)), sampling)
  }
}
