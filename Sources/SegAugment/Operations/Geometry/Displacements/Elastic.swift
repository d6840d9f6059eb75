import SegBasics
import SegImaging

/// Moves every pixel by smoothed noise.
///
/// Simard, Steinkraus and Platt 2003, section 2: `Δx, Δy ~ U(−1, 1)`, each convolved with a Gaussian
/// of deviation σ and multiplied by α pixels. `form=torchvision` has α/2 pixels, which is what
/// torchvision's `ElasticTransform` comes to. reference: augmentation 2.6.
struct Elastic: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "elastic", summary: "moves every pixel by smoothed noise", targets: [.image, .labelMap],
    mainParameter: "alpha",
    parameters: [
      .init("alpha", "PIXELS or LOW..HIGH", standard: "50", "how strong the noise is, 0..10000"),
      .init("sigma", "PIXELS", standard: "5", "how smooth it is, 0.1..100"),
      .init(
        "form", "simard|torchvision", standard: "simard",
        "noise of alpha pixels, or of alpha / 2 as torchvision has it"),
    ] + SamplingParameters.described,
    examples: ["elastic=50:sigma=5", "elastic=34..60:sigma=4,form=torchvision,border=reflect"])

  private enum Form: String, CaseIterable { case simard, torchvision }

  private let alpha: ClosedRange<Double>
  private let sigma: Double
  private let form: Form
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    alpha = try arguments.requiredRange("alpha", in: 0...10000)
    sigma = try arguments.number("sigma", in: 0.1...100)
    form = try arguments.choice("form", as: Form.self)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    var alpha: Double
    /// Of the noise: along x, then along y; 53 bits, which any reader of JSON holds.
    var seed: UInt64
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(alpha: random.uniform(in: alpha), seed: random.seed())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard (0...10000).contains(drawn.alpha) else { throw .badDraw("alpha \(drawn.alpha)") }
    if drawn.alpha == 0 { return }
    var random = RandomStream(seed: drawn.seed)
    let strength = Float(form == .simard ? drawn.alpha : drawn.alpha / 2)
    let dx = field(canvas.size, from: &random)
    let dy = field(canvas.size, from: &random)
    try canvas.displace(
      by: .displaced(x: dx, y: dy, strength: strength), filter: sampling.filter,
      border: sampling.border)
  }

  private func field(_ size: PixelSize, from random: inout RandomStream) -> Field {
    var field = Field(size: size, values: random.noise(size.width * size.height))
    // torchvision's kernel size, 8σ + 1, or the next odd number.
    field.smooth(deviation: sigma, radius: Int(8 * sigma + 1) / 2)
    return field
  }
}
