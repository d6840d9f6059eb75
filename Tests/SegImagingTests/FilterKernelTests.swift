import CKernelTiers
import CKernels
import Testing

@testable import SegImaging

/// The filter and noise kernels on every instruction set, against plain ones, bit for bit.
@Suite struct FilterKernelTests {
  static let tiers = KernelTierTests.tiers
  static let shapes = [
    (1, 1, 3), (1, 2, 1), (2, 1, 4), (5, 17, 3), (3, 21, 3), (4, 64, 1), (6, 65, 2),
  ]

  /// What stands at a place that may lie outside, mirrored without the edge as often as it takes.
  private static func mirrored(_ at: Int, _ count: Int) -> Int {
    var place = at
    while count > 1, !(0..<count).contains(place) {
      place = place < 0 ? -place : 2 * count - 2 - place
    }
    return count == 1 ? 0 : place
  }

  private static func forEverySample<Scalar>(
    of from: Raster<Scalar>, _ value: (_ y: Int, _ x: Int, _ c: Int) -> Scalar
  ) -> Raster<Scalar> {
    var result = from
    for y in 0..<from.height {
      for x in 0..<from.width {
        for c in 0..<from.channels { result[y, x, c] = value(y, x, c) }
      }
    }
    return result
  }

  // MARK: Gaussian

  @Test(arguments: tiers, [1, 2, 3, 4, 11, 49])
  func blur(tier: Int32, radius: Int) {
    let outer = (1...radius).map { UInt16(20000 / (radius * $0)) }
    let weights = [0 &- outer.reduce(0) { $0 &+ 2 &* $1 }] + outer
    let shares = weights.map { Float($0) / 65536 }
    for (height, width, channels) in Self.shapes {
      let bytes = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: channels, seed: 21)
      let words = TestPicture.noise(
        UInt16.self, height: height, width: width, channels: channels, seed: 22)
      let count = seg_blur_work(width, channels, radius)
      var work = [UInt16](repeating: .max, count: count)
      var floats = [Float](repeating: .nan, count: count)
      let blurred = Raster<UInt8>(height: height, width: width, channels: channels) {
        seg_blur_u8_on_tier(
          tier, bytes.values, height, width, channels, $0.baseAddress, weights, radius, &work)
      }
      let blurredWords = Raster<UInt16>(height: height, width: width, channels: channels) {
        seg_blur_u16_on_tier(
          tier, words.values, height, width, channels, $0.baseAddress, shares, radius, &floats)
      }
      #expect(blurred == Self.blur(bytes, weights))
      #expect(blurredWords == Self.blur(words, shares))
    }
  }

  /// Sums along y, then along x, with the sums of the first kept.
  private static func blur(_ from: Raster<UInt8>, _ weights: [UInt16]) -> Raster<UInt8> {
    let lost = weights.count / 2
    var down = Raster<UInt16>(
      height: from.height, width: from.width, channels: from.channels, filledWith: 0)
    for y in 0..<from.height {
      for i in 0..<from.width * from.channels {
        var sum = lost
        for k in weights.indices {
          let above = Int(
            from.values[mirrored(y - k, from.height) * from.width * from.channels + i])
          let below =
            k == 0
            ? 0 : Int(from.values[mirrored(y + k, from.height) * from.width * from.channels + i])
          sum += (((above + below) << 7) * Int(weights[k])) >> 16
        }
        down.values[y * from.width * from.channels + i] = UInt16(sum)
      }
    }
    return forEverySample(of: from) { y, x, c in
      var sum = lost + 64
      for k in weights.indices {
        let left = Int(down[y, mirrored(x - k, from.width), c])
        let right = k == 0 ? 0 : Int(down[y, mirrored(x + k, from.width), c])
        sum += ((left + right) * Int(weights[k])) >> 16
      }
      return UInt8(sum >> 7)
    }
  }

  private static func blur(_ from: Raster<UInt16>, _ weights: [Float]) -> Raster<UInt16> {
    let line = from.width * from.channels
    var down = [Float](repeating: 0, count: from.values.count)
    for y in 0..<from.height {
      for i in 0..<line {
        var sum = Float(from.values[y * line + i]) * weights[0]
        for k in weights.indices.dropFirst() {
          let above = Int(from.values[mirrored(y - k, from.height) * line + i])
          let below = Int(from.values[mirrored(y + k, from.height) * line + i])
          sum += Float(above + below) * weights[k]
        }
        down[y * line + i] = sum
      }
    }
    return forEverySample(of: from) { y, x, c in
      func along(_ x: Int) -> Float {
        down[y * line + mirrored(x, from.width) * from.channels + c]
      }
      var sum = along(x) * weights[0]
      for k in weights.indices.dropFirst() { sum += (along(x - k) + along(x + k)) * weights[k] }
      return UInt16(min(sum, 65535) + 0.5)
    }
  }

  /// Areas of one colour keep it, whatever the weights, white included.
  @Test(arguments: [3, 5, 9, 33, 99], [0.05, 0.1, 0.3, 1, 2.2, 8, 60])
  func flatStaysFlat(side: Int, sigma: Double) {
    for value in [0, 1, 77, 128, 254, 255] as [UInt8] {
      let flat = Image.uint8(Raster(height: 3, width: 40, channels: 3, filledWith: value))
      #expect(flat.gaussianBlurred(side: side, sigma: sigma) == flat)
      #expect(flat.boxBlurred(side: side) == flat)
    }
    let white = Image.uint16(Raster(height: 3, width: 9, channels: 1, filledWith: .max))
    #expect(white.gaussianBlurred(side: side, sigma: sigma).samples.allSatisfy { $0 >= 65534 })
    #expect(white.boxBlurred(side: side) == white)
  }

  /// A Gaussian within the pixel is no filter.
  @Test(arguments: [3, 5, 99])
  func narrowGaussians(side: Int) {
    for shape in [[7, 9, 3, 8], [7, 9, 1, 16]] {
      let image = TestPicture.image(shape)
      #expect(image.gaussianBlurred(side: side, sigma: 0.01) == image)
      #expect(image.gaussianBlurred(side: side, sigma: 0.1) == image)
    }
  }

  // MARK: Squares

  @Test(arguments: tiers, [1, 2, 3, 7, 8, 12, 49])
  func box(tier: Int32, radius: Int) {
    for (height, width, channels) in Self.shapes {
      let bytes = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: channels, seed: 23)
      let words = TestPicture.noise(
        UInt16.self, height: height, width: width, channels: channels, seed: 24)
      let from = Margined(bytes, radius: radius, margin: .reflected)
      let fromWords = Margined(words, radius: radius, margin: .reflected)
      let means = Raster<UInt8>(height: height, width: width, channels: channels) { output in
        from.withWork {
          seg_box_u8_on_tier(
            tier, from.values, height, width, channels, output.baseAddress, radius, $0)
        }
      }
      let wordMeans = Raster<UInt16>(height: height, width: width, channels: channels) { output in
        from.withWork {
          seg_box_u16_on_tier(
            tier, fromWords.values, height, width, channels, output.baseAddress, radius, $0)
        }
      }
      #expect(means == Self.box(bytes, radius))
      #expect(wordMeans == Self.box(words, radius))
    }
  }

  private static func box<Scalar>(_ from: Raster<Scalar>, _ radius: Int) -> Raster<Scalar> {
    let area = (2 * radius + 1) * (2 * radius + 1)
    // Sums of rows: whole numbers add up to the same in any order.
    let line = from.width * from.channels
    var sums = [Int](repeating: 0, count: from.values.count)
    for y in 0..<from.height {
      for row in y - radius...y + radius {
        let source = mirrored(row, from.height) * line
        for i in 0..<line { sums[y * line + i] += Int(from.values[source + i]) }
      }
    }
    return forEverySample(of: from) { y, x, c in
      var sum = area / 2
      for column in x - radius...x + radius {
        sum += sums[y * line + mirrored(column, from.width) * from.channels + c]
      }
      return Scalar(sum / area)
    }
  }

  @Test(arguments: tiers, [1, 2, 3, 8])
  func median(tier: Int32, radius: Int) {
    for (height, width, channels) in Self.shapes {
      let bytes = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: channels, seed: 25)
      let words = TestPicture.noise(
        UInt16.self, height: height, width: width, channels: channels, seed: 26)
      let from = Margined(bytes, radius: radius, margin: .replicated)
      let fromWords = Margined(words, radius: radius, margin: .replicated)
      let medians = Raster<UInt8>(height: height, width: width, channels: channels) {
        seg_median_u8_on_tier(
          tier, from.values, height, width, channels, $0.baseAddress, radius)
      }
      let wordMedians = Raster<UInt16>(height: height, width: width, channels: channels) {
        seg_median_u16_on_tier(
          tier, fromWords.values, height, width, channels, $0.baseAddress, radius)
      }
      #expect(medians == Self.median(bytes, radius))
      #expect(wordMedians == Self.median(words, radius))
    }
  }

  private static func median<Scalar>(_ from: Raster<Scalar>, _ radius: Int) -> Raster<Scalar> {
    forEverySample(of: from) { y, x, c in
      var values: [Scalar] = []
      for row in y - radius...y + radius {
        for column in x - radius...x + radius {
          values.append(
            from[min(max(row, 0), from.height - 1), min(max(column, 0), from.width - 1), c])
        }
      }
      return values.sorted()[values.count / 2]
    }
  }

  /// The greatest counts a kernel keeps: a hundred rows of white, and black.
  @Test func theLargestMedian() {
    for value in [0, 255] as [UInt8] {
      let flat = Image.uint8(Raster(height: 2, width: 5, channels: 1, filledWith: value))
      #expect(flat.medianFiltered(side: 99) == flat)
    }
  }

  @Test(
    arguments: tiers, [[(0, 0)], [(-1, 1), (0, 0)], [(0, -2), (1, 0), (2, 2), (-2, 1), (0, 1)]])
  func line(tier: Int32, places: [(Int, Int)]) {
    let radius = 2
    for (height, width, channels) in Self.shapes {
      let bytes = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: channels, seed: 27)
      let words = TestPicture.noise(
        UInt16.self, height: height, width: width, channels: channels, seed: 28)
      let offsets = places.map {
        (($0.0 + radius) * (width + 2 * radius) + $0.1 + radius) * channels
      }
      let from = Margined(bytes, radius: radius, margin: .reflected)
      let fromWords = Margined(words, radius: radius, margin: .reflected)
      let means = Raster<UInt8>(height: height, width: width, channels: channels) {
        seg_line_u8_on_tier(
          tier, from.values, height, width, channels, $0.baseAddress, radius, offsets,
          offsets.count)
      }
      let wordMeans = Raster<UInt16>(height: height, width: width, channels: channels) {
        seg_line_u16_on_tier(
          tier, fromWords.values, height, width, channels, $0.baseAddress, radius, offsets,
          offsets.count)
      }
      #expect(means == Self.line(bytes, places))
      #expect(wordMeans == Self.line(words, places))
    }
  }

  private static func line<Scalar>(
    _ from: Raster<Scalar>, _ places: [(Int, Int)]
  ) -> Raster<Scalar> {
    forEverySample(of: from) { y, x, c in
      let sum = places.reduce(places.count / 2) {
        $0 + Int(from[mirrored(y + $1.0, from.height), mirrored(x + $1.1, from.width), c])
      }
      return Scalar(sum / places.count)
    }
  }

  /// Every sum of every number of pixels a line may have.
  @Test func quotientsOfLinesAreExact() {
    for count in 1...99 {
      for value in [1, 254, 255] as [UInt8] {
        let flat = Image.uint8(Raster(height: 1, width: 3, channels: 1, filledWith: value))
        let places = (0..<count).map { (row: $0 % 99 - 49, column: 0) }
        #expect(flat.averaged(over: places, radius: 49) == flat)
      }
    }
  }
}
