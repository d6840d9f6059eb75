import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// What the geometric operations draw, over some thousand samples of 100x60 pixels.
@Suite struct GeometryDrawTests {
  static let count = 4000

  /// All numbers a word draws under a name, sample by sample.
  static func draws(_ word: String, _ name: String, of count: Int = count) throws -> [[Double]] {
    let image = Image.uint8(Raster(height: 60, width: 100, channels: 1, filledWith: 0))
    let (operation, _) = try OperationCatalog.operation(written: word)
    return try (0..<count).map { number in
      var canvas = Canvas(image: image, labelMaps: [])
      var random = RandomStream(seed: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
      return try drawn(operation, &random, &canvas, name)
    }
  }

  private static func drawn<Kind: Operation>(
    _ operation: Kind, _ random: inout RandomStream, _ canvas: inout Canvas, _ name: String
  ) throws -> [Double] {
    let drawn = try JSONValue(encoding: operation.draw(from: &random, for: &canvas))
    guard case .object(let parameters) = drawn, let value = parameters[name] else {
      throw NoSuchParameter()
    }
    return numbers(value)
  }
  private struct NoSuchParameter: Error {}

  private static func numbers(_ value: JSONValue) -> [Double] {
    switch value {
    case .integer(let number): [Double(number)]
    case .number(let number): [number]
    case .array(let values): values.flatMap(numbers)
    default: []
    }
  }

  /// Uniform over a range: mean, variance and ends.
  @Test(
    arguments: [
      ("affine=30", "angle", -30.0, 30.0), ("affine=-5..20", "angle", -5, 20),
      ("affine:scale=0.8..1.2", "scale", 0.8, 1.2), ("rotate=45", "angle", -45, 45),
      ("scale=0.5..2", "x", 0.5, 2), ("scale=1:y=0.5..2", "y", 0.5, 2),
      ("shear=20:axis=x", "x", -20, 20), ("shear=20:axis=both", "y", -20, 20),
      ("affine:shear=7..9", "shear", 7, 9), ("zoom=1..3", "factor", 1, 3),
      ("zoom=2:center=random", "x", 0, 1), ("zoom-random=0.4..0.9", "part", 0.4, 0.9),
      ("zoom-random", "y", 0, 1), ("elastic=10..90", "alpha", 10, 90),
      ("grid-distortion=0.3", "x", 0.7, 1.3), ("grid-distortion=-0.2..0.4", "y", 0.8, 1.4),
      ("optical-distortion=0.3", "k", -0.3, 0.3),
    ] as [(String, String, Double, Double)])
  func uniform(word: String, name: String, low: Double, high: Double) throws {
    // Of several numbers the first; the others have ranges of their own.
    let values = try Self.draws(word, name).compactMap(\.first)
    let width = high - low
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    // Five deviations of the mean of 4000 uniform numbers.
    #expect(abs(mean - (low + high) / 2) < 5 * width / (12 * Double(values.count)).squareRoot())
    #expect(abs(variance / (width * width / 12) - 1) < 0.08)
    #expect(values.allSatisfy { (low...high).contains($0) })
    #expect((values.min() ?? 1) < low + 0.005 * width && (values.max() ?? 0) > high - 0.005 * width)
  }

  /// Whole pixels, up to the fraction of width and height.
  @Test(
    arguments: [
      ("affine:translate=0.2", "x", -20.0, 20.0), ("affine:translate=0.2", "y", -12, 12),
      ("shift=0.1", "x", -10, 10), ("shift=0.1", "y", -6, 6),
      ("shift=-3..8:unit=pixels,y=2..5", "x", -3, 8), ("shift=-3..8:unit=pixels,y=2..5", "y", 2, 5),
      ("random-distortion=7", "x", -7, 7), ("random-distortion=7", "y", -7, 7),
    ] as [(String, String, Double, Double)])
  func wholePixels(word: String, name: String, low: Double, high: Double) throws {
    let values = try Self.draws(word, name, of: 2000).joined()
    #expect(Set(values) == Set(stride(from: low, through: high, by: 1)))
    let mean = values.reduce(0, +) / Double(values.count)
    #expect(abs(mean - (low + high) / 2) < 0.15 * (high - low) / 5)
  }

  /// Normal with the deviation asked for.
  @Test(
    arguments: [("elastic-grid=10", "x", 10.0), ("elastic-grid=4:grid=5", "y", 4)]
      + [("thin-plate=0.03", "x", 0.03), ("thin-plate=0.03", "y", 0.03)])
  func normal(word: String, name: String, deviation: Double) throws {
    let values = try Self.draws(word, name, of: 1000).flatMap { $0 }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(mean) < 5 * deviation / count.squareRoot())
    #expect(abs(variance / (deviation * deviation) - 1) < 0.08)
    #expect(values.contains { abs($0) > 3 * deviation })
  }

  /// torchvision's corners: each coordinate uniform over its part of the edge.
  @Test func perspectiveCorners() throws {
    let corners = try Self.draws("perspective=0.5", "corners")
    let ranges = [0...25, 0...15, 74...99, 0...15, 74...99, 44...59, 0...25, 44...59]
    for (index, range) in ranges.enumerated() {
      let values = corners.map { Int($0[index]) }
      #expect(Set(values) == Set(range))
      let mean = Double(values.reduce(0, +)) / Double(values.count)
      #expect(abs(mean - Double(range.lowerBound + range.upperBound) / 2) < 0.6)
    }
  }

  /// Every kind of skew, and the amounts from 1 pixel to the part of the longer edge.
  @Test(arguments: [
    ("tilt", 4, 2), ("tilt-left-right", 2, 2), ("tilt-top-bottom", 2, 2), ("corner", 8, 1),
    ("random", 12, 0),
  ])
  func skews(type: String, kinds: Int, moved: Int) throws {
    let start: [Double] = [0, 0, 100, 0, 100, 60, 0, 60]
    let draws = try Self.draws("skew=0.3:type=\(type)", "corners")
    var found: [[Bool]: Int] = [:]
    var amounts: Set<Double> = []
    for corners in draws {
      let changes = zip(corners, start).map { $0 - $1 }
      found[changes.map { $0 != 0 }, default: 0] += 1
      amounts.formUnion(changes.filter { $0 != 0 }.map(abs))
      // Outwards, never inwards.
      for (change, position) in zip(changes, start) {
        #expect(position == 0 ? change <= 0 : change >= 0)
      }
      if moved > 0 { #expect(changes.filter { $0 != 0 }.count == moved) }
    }
    #expect(found.count == kinds)
    #expect(amounts == Set((1...30).map(Double.init)))
    // Corners share half of what `random` draws, tilts the other half.
    let tilts = found.filter { $0.key.filter { $0 }.count == 2 }.values.reduce(0, +)
    if type == "random" { #expect(abs(tilts - Self.count / 2) < 160) }
  }

  /// Of `shear`, either axis half of the time.
  @Test func shearAxis() throws {
    let x = try Self.draws("shear=10", "x").filter { $0[0] != 0 }.count
    let y = try Self.draws("shear=10", "y").filter { $0[0] != 0 }.count
    #expect(x + y == Self.count && abs(x - Self.count / 2) < 160)
  }

  /// Noise of the elastic fields: uniform, and different along both axes.
  @Test func noise() {
    var random = RandomStream(seed: 5)
    let values = random.noise(40001)
    #expect(values.count == 40001)
    let mean = values.reduce(0) { $0 + Double($1) } / 40001
    let variance = values.reduce(0) { $0 + Double($1) * Double($1) } / 40001
    #expect(abs(mean) < 0.015 && abs(variance - 1.0 / 3) < 0.01)
    #expect((values.min() ?? 0) >= -1 && (values.max() ?? 1) < 1)
    #expect((values.min() ?? 0) < -0.999 && (values.max() ?? 0) > 0.999)
  }
}
