import SegBasics
import SegImaging

/// Normal noise that grows with the brightness: `v · (1 + std · z)`, as of radar and ultrasound.
///
/// Draws the standard deviation, and the seed of the noise.
struct Speckle: Operation {
  static let specification = OperationSpecification(
    name: "speckle", summary: "multiplies by normal noise", targets: [.image],
    mainParameter: "std",
    parameters: [
      .init("std", "NUMBER or a..b", standard: "0.05..0.2", "of the factor; 0 to 1"),
      .init("grain", "sample|pixel", standard: "sample", "pixel: all its channels change alike"),
    ], examples: ["speckle", "speckle=0.3:grain=pixel"])

  struct Drawn: Codable {
    var std: Double
    var seed: UInt64
  }

  private let std: ClosedRange<Double>
  private let grain: Image.NoiseGrain

  init(_ arguments: OperationArguments) throws(OperationError) {
    std = try arguments.requiredRange("std", in: 0...1)
    grain = try arguments.choice("grain", as: Image.NoiseGrain.self)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(std: random.uniform(std.lowerBound, std.upperBound), seed: random.seed())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try require(drawn.std, in: 0...1, "std")
    canvas.changeImage { $0.addSpeckle(deviation: drawn.std, grain: grain, seed: drawn.seed) }
  }
}
