import SegBasics
import SegImaging

/// Turns about the middle; torchvision's `RandomRotation`, and with `crop` Augmentor's `rotate`.
///
/// reference: augmentation 2.4. Positive angles turn counter-clockwise.
struct Rotate: Operation {
  static let specification = OperationSpecification(
    name: "rotate", summary: "turns by any angle", targets: [.image, .labelMap],
    mainParameter: "degrees",
    parameters: [
      .init(
        "degrees", "DEG or LOW..HIGH", standard: "30", "counter-clockwise; one number: -DEG..DEG"),
      .init(
        "crop", "true|false", standard: "false",
        "magnifies until no corner is empty: the largest rectangle of the picture's shape"),
      .init("expand", "true|false", standard: "false", "grows the picture until all of it fits"),
    ] + SamplingParameters.described,
    examples: ["rotate=30", "rotate=-10..10:crop=true", "rotate=90:expand=true,fill=128"])

  private enum Size { case kept, cropped, expanded }

  private let degrees: ClosedRange<Double>
  private let size: Size
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    degrees = try arguments.range("degrees", in: -360...360, around: 0)
    let crops = try arguments.flag("crop")
    let expands = try arguments.flag("expand")
    if crops && expands { throw arguments.refuse("true", "expand", "false beside crop=true") }
    size = crops ? .cropped : expands ? .expanded : .kept
    sampling = try SamplingParameters(arguments)
  }

  func size(of size: PixelSize) -> PixelSize? { self.size == .expanded ? nil : size }

  struct Drawn: Codable {
    /// Degrees.
    var angle: Double
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(angle: random.uniform(in: degrees))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard abs(drawn.angle) <= 360 else { throw .badDraw("a turn by \(drawn.angle) degrees") }
    if drawn.angle == 0 { return }
    var map = AffineMap(angle: -drawn.angle)
    var output = canvas.size
    switch size {
    case .kept: break
    case .cropped:
      let factor = map.covering(canvas.size)
      map.scale = (factor, factor)
    case .expanded: output = map.expanded(canvas.size)
    }
    try canvas.warp(map.toSource(from: canvas.size, output: output), size: output, sampling)
  }
}
