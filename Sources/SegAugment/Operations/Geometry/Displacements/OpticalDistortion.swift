import SegBasics
import SegImaging

/// The distortion of a lens: barrel for k above 0, pincushion below.
///
/// Albumentations' camera model (OpenCV's `initUndistortRectifyMap` with the coefficients k, k): with
/// x and y from the middle, in widths and heights, and `r² = x² + y²`, the source is at
/// `1 + k r² + k r⁴` times the place.
struct OpticalDistortion: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "optical-distortion", summary: "bends the picture as a lens does",
    targets: [.image, .labelMap], mainParameter: "k",
    parameters: [
      .init("k", "K or LOW..HIGH", standard: "0.3", "how much; one number: -K..K, within -5..5")
    ] + SamplingParameters.described,
    examples: ["optical-distortion=0.5", "optical-distortion=-1..-0.2:border=replicate"])

  private let k: ClosedRange<Double>
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    k = try arguments.range("k", in: -5...5, around: 0)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    var k: Double
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(k: random.uniform(in: k))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard abs(drawn.k) <= 5 else { throw .badDraw("k \(drawn.k)") }
    if drawn.k == 0 { return }
    try canvas.displace(
      by: .lens(Float(drawn.k), size: canvas.size), filter: sampling.filter,
      border: sampling.border)
  }
}
