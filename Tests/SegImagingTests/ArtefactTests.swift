import CKernelTiers
import CKernels
import Foundation
import Testing

@testable import SegImaging

/// JPEG artefacts, sensor noise, shadows and haze.
@Suite struct ArtefactTests {
  static let tiers = KernelTierTests.tiers

  // MARK: JPEG

  /// A drawn picture as libjpeg codes and decodes it:
  ///
  ///     y, x, c = np.mgrid[:H, :W, :C]
  ///     a = (40 + 2 * abs((7 * x + 5 * y + 30 * c) % 80 - 40) + x * y % 7).astype(np.uint8)
  ///     Image.fromarray(a).save(s, "JPEG", quality=Q, subsampling=2)
  ///
  /// Rows 0, 9 and 20 of 21 x 37 pixels. Where a coefficient lies between two levels, libjpeg's whole
  /// numbers may choose the other.
  @Test func jpegIsNearLibjpeg() {
    var (sum, count) = (0, 0)
    for row in jpegGolden {
      let values = (0..<21 * 37 * row.channels).map { index -> UInt8 in
        let (c, x) = (index % row.channels, index / row.channels % 37)
        let y = index / row.channels / 37
        return UInt8(40 + 2 * abs((7 * x + 5 * y + 30 * c) % 80 - 40) + x * y % 7)
      }
      var image = Image.uint8(
        Raster(height: 21, width: 37, channels: row.channels, values: values))
      image.addJPEGArtefacts(quality: row.quality)
      let line = row.y * 37 * row.channels
      let samples = Array(image.samples[line..<line + row.samples.count])
      let differences = zip(samples, row.samples).map { abs($0 - $1) }
      #expect(row.samples.count == 37 * row.channels)
      #expect((differences.max() ?? 99) <= 6, "quality \(row.quality): \(differences)")
      sum += differences.reduce(0, +)
      count += differences.count
    }
    #expect(Double(sum) < 0.3 * Double(count), "\(sum) of \(count)")
  }

  /// The transform as the standard writes it, in double precision and without rounding at the end.
  private static func degraded(_ plane: [[Double]], _ steps: [Float]) -> [[Double]] {
    let size = plane.count
    func basis(_ u: Int, _ x: Int) -> Double {
      (u == 0 ? 0.125.squareRoot() : 0.5) * cos(Double((2 * x + 1) * u) * .pi / 16)
    }
    var levels = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for v in 0..<size {
      for u in 0..<size {
        var sum = 0.0
        for y in 0..<size {
          for x in 0..<size { sum += (plane[y][x] - 128) * basis(v, y) * basis(u, x) }
        }
        let step = Double(steps[8 * v + u])
        levels[v][u] = (sum / step).rounded(.toNearestOrAwayFromZero) * step
      }
    }
    return (0..<size).map { y in
      (0..<size).map { x in
        var sum = 128.0
        for v in 0..<size {
          for u in 0..<size { sum += levels[v][u] * basis(v, y) * basis(u, x) }
        }
        return min(max(sum, 0), 255)
      }
    }
  }

  @Test(arguments: tiers)
  func grayBlocks(tier: Int32) {
    // No whole numbers: a coefficient must not lie halfway between two levels.
    let steps = (0..<64).map { (index: Int) -> Float in Float(1 + index * 37 % 90) + 0.317 }
    for seed in 40..<48 as Range<UInt64> {
      let picture = TestPicture.noise(UInt8.self, height: 8, width: 8, channels: 1, seed: seed)
      var values = picture.values
      var work = [UInt8](repeating: 7, count: seg_jpeg_work(8, 8))
      seg_jpeg_u8_on_tier(tier, &values, 8, 8, 1, steps, steps, &work)
      let plane = (0..<8).map { y in (0..<8).map { Double(picture[y, $0]) } }
      let expected = Self.degraded(plane, steps).flatMap { $0 }
      let differences = zip(values, expected).map { abs(Double($0) - $1) }
      #expect((differences.max() ?? 9) < 0.501)
    }
  }

  /// All sizes around the blocks: the same bytes on every tier, and alpha as it was.
  @Test(arguments: tiers)
  func jpegIsTheSameOnEveryTier(tier: Int32) {
    let steps = (0..<64).map { (index: Int) -> Float in Float(3 + index) }
    for (height, width, channels) in [
      (1, 1, 3), (1, 40, 3), (17, 1, 3), (9, 7, 1), (31, 33, 4), (8, 8, 2), (33, 47, 3),
    ] {
      let picture = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: channels, seed: 50)
      var values = picture.values
      var baseline = picture.values
      var work = [UInt8](repeating: 9, count: seg_jpeg_work(height, width))
      seg_jpeg_u8_on_tier(tier, &values, height, width, channels, steps, steps, &work)
      seg_jpeg_u8_on_tier(0, &baseline, height, width, channels, steps, steps, &work)
      #expect(values == baseline)
      #expect(values != picture.values)
      if channels % 2 == 0 {
        for index in stride(from: channels - 1, to: values.count, by: channels) {
          #expect(values[index] == picture.values[index])
        }
      }
    }
  }

  /// Gray areas stay, whatever the quality; 16 bits go through 8.
  @Test(arguments: [1, 25, 50, 90, 100])
  func flatAreas(quality: Int) {
    for value in [0, 128, 255] as [UInt8] {
      var flat = Image.uint8(Raster(height: 11, width: 19, channels: 3, filledWith: value))
      flat.addJPEGArtefacts(quality: quality)
      let step = max(1, 16 * (quality < 50 ? 5000 / quality : 200 - 2 * quality) / 100)
      #expect(flat.samples.allSatisfy { abs($0 - Int(value)) <= step / 16 + 1 })
    }
    let image = TestPicture.image([9, 10, 3, 8])
    guard case .uint8(let bytes) = image else { return }
    var wide = Image.uint16(
      Raster(height: 9, width: 10, channels: 3, values: bytes.values.map { UInt16($0) * 257 }))
    wide.addJPEGArtefacts(quality: quality)
    var narrow = image
    narrow.addJPEGArtefacts(quality: quality)
    #expect(wide.samples == narrow.samples.map { $0 * 257 })
  }

  /// The lower the quality, the further from the picture.
  @Test func qualityCounts() {
    let image = TestPicture.image([40, 56, 3, 8])
    let errors = [5, 20, 50, 80, 95].map { quality in
      var coded = image
      coded.addJPEGArtefacts(quality: quality)
      return zip(coded.samples, image.samples).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(errors == errors.sorted(by: >))
  }

  // MARK: Sensor noise

  @Test(arguments: tiers)
  func isoNoise(tier: Int32) {
    for pixels in [1, 63, 64, 200] {
      let bytes = TestPicture.noise(
        UInt8.self, height: 1, width: pixels, channels: 3, seed: 51
      ).values
      let words = TestPicture.noise(
        UInt16.self, height: 1, width: pixels, channels: 3, seed: 52
      ).values
      let turns = RandomNumbers(seed: 4).normals(0..<pixels)
      let lifts = (0..<pixels).map { Float($0 % 4) * 0.3 }
      var changed = bytes
      seg_iso_noise_u8_on_tier(tier, &changed, pixels, turns, 0.2, lifts)
      var changedWords = words
      seg_iso_noise_u16_on_tier(tier, &changedWords, pixels, turns, 0.2, lifts)
      for pixel in 0..<pixels {
        let place = 3 * pixel..<3 * pixel + 3
        let expected = Self.noisy(
          bytes[place].map { Double($0) / 255 }, turns[pixel] * 0.2, lifts[pixel])
        let expectedWords = Self.noisy(
          words[place].map { Double($0) / 65535 }, turns[pixel] * 0.2, lifts[pixel])
        for (index, channel) in place.enumerated() {
          #expect(abs(Double(changed[channel]) - 255 * expected[index]) < 0.51)
          #expect(abs(Double(changedWords[channel]) - 65535 * expectedWords[index]) < 1.5)
        }
      }
      var baseline = bytes
      seg_iso_noise_u8_on_tier(0, &baseline, pixels, turns, 0.2, lifts)
      #expect(changed == baseline)
      var baselineWords = words
      seg_iso_noise_u16_on_tier(0, &baselineWords, pixels, turns, 0.2, lifts)
      #expect(changedWords == baselineWords)
    }
  }

  /// Through HLS as textbooks have it.
  private static func noisy(_ rgb: [Double], _ turn: Float, _ lift: Float) -> [Double] {
    let high = max(rgb[0], rgb[1], rgb[2])
    let low = min(rgb[0], rgb[1], rgb[2])
    let range = high - low
    var hue = 0.0
    if range > 0 {
      hue =
        high == rgb[0]
        ? (rgb[1] - rgb[2]) / range
        : high == rgb[1] ? 2 + (rgb[2] - rgb[0]) / range : 4 + (rgb[0] - rgb[1]) / range
    }
    var lightness = (high + low) / 2
    let saturation = range > 0 ? range / (1 - abs(2 * lightness - 1)) : 0
    hue = (hue / 6 + Double(turn)).truncatingRemainder(dividingBy: 1)
    if hue < 0 { hue += 1 }
    lightness = min(1, lightness + Double(lift) * (1 - lightness))
    let chroma = (1 - abs(2 * lightness - 1)) * saturation
    let sixth = hue * 6
    let middle = chroma * (1 - abs(sixth.truncatingRemainder(dividingBy: 2) - 1))
    let least = lightness - chroma / 2
    let parts: [[Double]] = [
      [chroma, middle, 0], [middle, chroma, 0], [0, chroma, middle], [0, middle, chroma],
      [middle, 0, chroma], [chroma, 0, middle],
    ]
    return parts[min(Int(sixth), 5)].map { $0 + least }
  }

  @Test(arguments: tiers)
  func lightnessSums(tier: Int32) {
    let bytes = TestPicture.noise(UInt8.self, height: 1, width: 300, channels: 3, seed: 53).values
    let words = TestPicture.noise(UInt16.self, height: 1, width: 300, channels: 3, seed: 54).values
    func plain<Scalar: FixedWidthInteger>(_ values: [Scalar]) -> [UInt64] {
      stride(from: 0, to: 900, by: 3).reduce(into: [0, 0]) { sums, at in
        let rgb = values[at..<at + 3].map { UInt64($0) }
        let twice = max(rgb[0], rgb[1], rgb[2]) + min(rgb[0], rgb[1], rgb[2])
        sums[0] += twice
        sums[1] += twice * twice
      }
    }
    var (sum, squares): (UInt64, UInt64) = (0, 0)
    seg_lightness_sums_u8_on_tier(tier, bytes, 300, &sum, &squares)
    #expect([sum, squares] == plain(bytes))
    seg_lightness_sums_u16_on_tier(tier, words, 300, &sum, &squares)
    #expect([sum, squares] == plain(words))
  }

  @Test func poissonSteps() {
    let words = RandomNumbers(seed: 60).words(0..<200_000)
    for mean in [0, 0.05, 0.5] {
      let steps = Image.poissonSteps(mean: mean)
      let counts = words.map { word in steps.count { UInt64(word) >= $0 } }
      let average = Double(counts.reduce(0, +)) / 200_000
      let variance = Double(counts.reduce(0) { $0 + $1 * $1 }) / 200_000 - average * average
      #expect(abs(average - mean) <= 5 * (mean / 200_000).squareRoot())
      #expect(abs(variance - mean) <= 0.02 * mean)
    }
  }

  /// Noise of no intensity changes nothing; a flat picture has no noise of lightness.
  @Test func isoNoiseOfPictures() {
    let image = TestPicture.image([30, 40, 3, 8])
    var noisy = image
    noisy.addISONoise(color: 1, intensity: 0, seed: 3)
    #expect(noisy == image)
    noisy.addISONoise(color: 0.05, intensity: 0.5, seed: 3)
    #expect(noisy != image)
    var flat = Image.uint8(Raster(height: 20, width: 300, channels: 3, filledWith: 90))
    let before = flat
    flat.addISONoise(color: 1, intensity: 1, seed: 3)
    #expect(flat == before)
  }

  // MARK: Weather

  @Test func shadowsLieInside() {
    var image = Image.uint8(Raster(height: 20, width: 30, channels: 4, filledWith: 200))
    image.darken([(5, 4), (15, 4), (15, 10), (5, 10)], by: 0.25)
    let samples = image.samples
    for y in 0..<20 {
      for x in 0..<30 {
        let inside = (4..<10).contains(y) && (5..<15).contains(x)
        let at = (y * 30 + x) * 4
        #expect(
          Array(samples[at..<at + 4]) == (inside ? [150, 150, 150, 200] : [200, 200, 200, 200]))
      }
    }
    // A bow tie: even-odd; and corners far outside.
    var wide = Image.uint16(Raster(height: 20, width: 20, channels: 1, filledWith: 1000))
    wide.darken([(-1e9, -1e9), (1e9, -1e9), (1e9, 1e9), (-1e9, 1e9)], by: 1)
    #expect(wide.samples.allSatisfy { $0 == 0 })
    var tie = Image.uint8(Raster(height: 20, width: 20, channels: 1, filledWith: 10))
    tie.darken([(0, 0), (20, 20), (20, 0), (0, 20)], by: 1)
    let tied = tie.samples
    #expect(tied[10 * 20 + 1] == 0 && tied[10 * 20 + 18] == 0)
    #expect(tied[2 * 20 + 10] == 10 && tied[17 * 20 + 10] == 10)
  }

  @Test func hazeHidesThePicture() {
    let image = TestPicture.image([12, 16, 3, 8])
    let none = Raster<UInt16>(height: 12, width: 16, channels: 1, filledWith: 0)
    var hazy = image
    hazy.addHaze(none)
    #expect(hazy == image)
    hazy.addHaze(Raster(height: 12, width: 16, channels: 1, filledWith: 65535))
    #expect(hazy.samples.allSatisfy { $0 == 255 })
    hazy = image
    hazy.addHaze(Raster(height: 12, width: 16, channels: 1, filledWith: 16384))
    #expect(
      hazy.samples
        == image.samples.map { Int((Double($0) + Double(255 - $0) * 16384 / 65535).rounded()) })
  }
}
