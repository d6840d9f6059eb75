import SegBasics
import Testing

/// Moments of many draws, each within five standard errors of the truth.
@Suite struct RandomDistributionTests {
  private let draws = 200_000

  /// Mean and variance of many draws.
  private func moments(_ draw: (inout RandomStream) -> Double) -> (mean: Double, variance: Double) {
    var stream = StreamKey(seed: 7, sample: "moments").stream(place: "0")
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<draws {
      let value = draw(&stream)
      sum += value
      squares += value * value
    }
    let mean = sum / Double(draws)
    return (mean, squares / Double(draws) - mean * mean)
  }

  private func expectMean(_ mean: Double, _ truth: Double, variance: Double) {
    #expect(abs(mean - truth) < 5 * (variance / Double(draws)).squareRoot())
  }

  @Test func uniform() {
    let found = moments { $0.uniform(-1, 3) }
    expectMean(found.mean, 1, variance: 16.0 / 12)
    #expect(abs(found.variance - 16.0 / 12) < 0.01)
  }

  @Test func normal() {
    let found = moments { $0.normal() }
    expectMean(found.mean, 0, variance: 1)
    #expect(abs(found.variance - 1) < 5 * (2 / Double(draws)).squareRoot())
  }

  @Test(arguments: [0.4, 1, 2.5, 9])
  func gamma(shape: Double) {
    let found = moments { $0.gamma(shape) }
    expectMean(found.mean, shape, variance: shape)
    #expect(abs(found.variance - shape) < 0.05 * max(1, shape))
  }

  @Test(arguments: [(0.3, 0.3), (1, 1), (0.5, 2), (2, 5)])
  func beta(a: Double, b: Double) {
    let variance = a * b / ((a + b) * (a + b) * (a + b + 1))
    let found = moments { $0.beta(a, b) }
    expectMean(found.mean, a / (a + b), variance: variance)
    #expect(abs(found.variance - variance) < 0.02 * variance)
  }

  /// Chi-square of integers and of neighbouring streams; the bound is the 99.99 % point.
  @Test func integersAreEven() {
    var counts = [Int](repeating: 0, count: 10)
    for sample in 0..<20_000 {
      var stream = StreamKey(seed: 1, sample: "sample_\(sample)").stream(place: "0")
      counts[stream.integer(in: 0...9)] += 1
    }
    #expect(chiSquare(counts) < 33.7)
  }

  /// How far counts are from being all the same.
  private func chiSquare(_ counts: some Collection<Int>) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.reduce(0) { sum, count in
      sum + (Double(count) - expected) * (Double(count) - expected) / expected
    }
  }

  /// Streams of one sample's copies and places are uncorrelated.
  @Test func streamsAreIndependent() {
    var product = 0.0
    let pairs = 20_000
    for sample in 0..<pairs {
      let key = StreamKey(seed: 1, sample: "s\(sample)")
      let next = StreamKey(seed: 1, sample: "s\(sample)", copy: 1)
      var first = key.stream(place: "0")
      var second = next.stream(place: "0")
      var third = key.stream(place: "1")
      let u = first.uniform() - 0.5
      product += u * (second.uniform() - 0.5) + u * (third.uniform() - 0.5)
    }
    let standardError = (2.0 / 144 / Double(pairs)).squareRoot()
    #expect(abs(product / Double(pairs)) < 5 * standardError)
  }

  @Test func everyPermutationIsAsLikely() {
    var counts: [[Int]: Int] = [:]
    var stream = StreamKey(seed: 3, sample: "p").stream(place: "0")
    for _ in 0..<24_000 { counts[stream.permutation(4), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(chiSquare(counts.values) < 58.6)
  }
}
