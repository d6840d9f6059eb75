import SegBasics
import SegImaging

/// Normal noise: torchvision's `GaussianNoise`, albumentations' `GaussNoise`.
///
/// reference: augmentation 2.7. Draws the standard deviation, the mean, and the seed of the noise, which
/// ``SegImaging/RandomNumbers`` makes.
struct GaussianNoise: Operation {
  static let specification = OperationSpecification(
    name: "gaussian-noise", summary: "adds normal noise", targets: [.image],
    mainParameter: "std",
    parameters: [
      .init("std", "NUMBER or a..b", standard: "0.05..0.2", "a share of the full range; 0 to 1"),
      .init("mean", "NUMBER or a..b", standard: "0", "a share of the full range; -1 to 1"),
      .init("grain", "sample|pixel", standard: "sample", "pixel: all its channels change alike"),
    ], examples: ["gaussian-noise", "gaussian-noise=0.1:mean=-0.1..0.1,grain=pixel"])

  struct Drawn: Codable {
    var std: Double
    var mean: Double
    var seed: UInt64
  }

  private let std: ClosedRange<Double>
  private let mean: ClosedRange<Double>
  private let grain: Image.NoiseGrain

  init(_ arguments: OperationArguments) throws(OperationError) {
    std = try arguments.requiredRange("std", in: 0...1)
    mean = try arguments.requiredRange("mean", in: -1...1)
    grain = try arguments.choice("grain", as: Image.NoiseGrain.self)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(
      std: random.uniform(std.lowerBound, std.upperBound),
      mean: random.uniform(mean.lowerBound, mean.upperBound), seed: random.seed())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try require(drawn.std, in: 0...1, "std")
    try require(drawn.mean, in: -1...1, "a mean")
    canvas.changeImage {
      $0.addNoise(mean: drawn.mean, deviation: drawn.std, grain: grain, seed: drawn.seed)
    }
  }
}
