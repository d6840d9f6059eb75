import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// What the colour operations draw, over thousands of samples.
@Suite struct ColorDrawTests {
  /// A drawn number: the word, its place in the record, and the range it is uniform in.
  struct Uniform: Sendable, CustomTestStringConvertible {
    var word: String
    var field: String
    var range: ClosedRange<Double>

    var testDescription: String { "\(word) \(field)" }
  }

  static let uniform: [Uniform] = [
    .init(word: "brightness=0.3", field: "factor", range: 0.7...1.3),
    .init(word: "brightness=3", field: "factor", range: 0...4),
    .init(word: "brightness-contrast:brightness=0.3", field: "brightness", range: -0.3...0.3),
    .init(word: "brightness-contrast:contrast=-0.5..2", field: "contrast", range: -0.5...2),
    .init(word: "contrast=0.5..2", field: "factor", range: 0.5...2),
    .init(word: "saturation=1", field: "factor", range: 0...2),
    .init(word: "sharpness=0.1..1.9", field: "factor", range: 0.1...1.9),
    .init(word: "hue=0.2", field: "shift", range: -0.2...0.2),
    .init(word: "gamma=0.5..2", field: "gamma", range: 0.5...2),
    .init(word: "gamma:gain=0.5..1.5", field: "gain", range: 0.5...1.5),
    .init(word: "solarize=0..256", field: "threshold", range: 0...256),
    .init(word: "clahe", field: "clip", range: 1...4),
    .init(word: "rgb-shift", field: "r", range: -20...20),
    .init(word: "rgb-shift:g=5", field: "g", range: -5...5),
    .init(word: "rgb-shift:b=-40..-20", field: "b", range: -40 ... -20),
    .init(word: "hue-saturation-value", field: "hue", range: -20...20),
    .init(word: "hue-saturation-value", field: "saturation", range: -30...30),
    .init(word: "hue-saturation-value", field: "value", range: -20...20),
  ]

  static let count = 4000

  static func draws(_ word: String) throws -> [[String: JSONValue]] {
    let pipeline = try Pipeline([word])
    let image = Image.uint8(Raster(height: 2, width: 2, channels: 3, filledWith: 90))
    return try (0..<count).map { index in
      var canvas = Canvas(image: image, labelMaps: [])
      let key = StreamKey(seed: 11, epoch: 0, index: UInt64(index))
      return try #require(pipeline.apply(to: &canvas, key: key).first?.parameters)
    }
  }

  static func number(_ value: JSONValue?) throws -> Double {
    try #require(try value?.decode(as: Double.self))
  }

  @Test(arguments: uniform)
  func isUniform(_ expected: Uniform) throws {
    let numbers = try Self.draws(expected.word).map { try Self.number($0[expected.field]) }
    let (low, high) = (expected.range.lowerBound, expected.range.upperBound)
    #expect(numbers.allSatisfy(expected.range.contains))
    let units = numbers.map { ($0 - low) / (high - low) }
    #expect((units.min() ?? 1) < 0.004 && (units.max() ?? 0) > 0.996)
    let mean = units.reduce(0, +) / Double(Self.count)
    let variance = units.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.count)
    // Four standard errors.
    #expect(abs(mean - 0.5) < 4 * 0.2887 / Double(Self.count).squareRoot())
    #expect(abs(variance - 1.0 / 12) < 0.005)
  }

  @Test func posterizeDrawsEachCount() throws {
    var counts: [Int: Int] = [:]
    for draw in try Self.draws("posterize=2..6") {
      counts[Int(try Self.number(draw["bits"])), default: 0] += 1
    }
    #expect(counts.keys.sorted() == [2, 3, 4, 5, 6])
    #expect(counts.values.allSatisfy { abs($0 - 800) < 110 })
  }

  @Test func pcaIsNormal() throws {
    let alphas = try Self.draws("pca=0.25").flatMap {
      try #require(try $0["alphas"]?.decode(as: [Double].self))
    }
    let mean = alphas.reduce(0, +) / Double(alphas.count)
    let variance = alphas.reduce(0) { $0 + $1 * $1 } / Double(alphas.count)
    #expect(abs(mean) < 0.01)
    #expect(abs(variance.squareRoot() - 0.25) < 0.01)
    #expect(alphas.contains { abs($0) > 0.6 })
  }

  @Test func everyOrderOfChannels() throws {
    var counts: [[Int]: Int] = [:]
    for draw in try Self.draws("channel-shuffle") {
      counts[try #require(try draw["order"]?.decode(as: [Int].self)), default: 0] += 1
    }
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { abs($0 - 667) < 100 })
  }

  @Test func everyChannelIsDropped() throws {
    var counts: [[Int]: Int] = [:]
    for draw in try Self.draws("channel-drop=1..2") {
      counts[try #require(try draw["channels"]?.decode(as: [Int].self)), default: 0] += 1
    }
    #expect(Set(counts.keys) == [[0], [1], [2], [0, 1], [0, 2], [1, 2]])
    #expect(counts.values.allSatisfy { abs($0 - 667) < 100 })
  }
}
