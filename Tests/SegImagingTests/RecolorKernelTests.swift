import CKernelTiers
import CKernels
import Testing

@testable import SegImaging

/// The colour kernels on every instruction set this machine has, against plain ones, bit for bit.
@Suite struct RecolorKernelTests {
  static let tiers = KernelTierTests.tiers

  static func bytes(_ pixels: Int, _ channels: Int, _ seed: UInt64) -> [UInt8] {
    TestPicture.noise(UInt8.self, height: 1, width: pixels, channels: channels, seed: seed).values
  }

  static func words(_ pixels: Int, _ channels: Int, _ seed: UInt64) -> [UInt16] {
    TestPicture.noise(UInt16.self, height: 1, width: pixels, channels: channels, seed: seed).values
  }

  @Test(arguments: [seg_lookup_plain, seg_lookup_avx2, seg_lookup_vbmi], 1...6)
  func lookUp(set: seg_lookup_set, channels: Int) {
    guard seg_has_lookup_set(set) else { return }
    let tables = Self.bytes(256, channels, 20)
    for pixels in [1, 2, 3, 15, 16, 17, 21, 22, 63, 64, 65, 127, 128, 129, 191, 200, 1000] {
      let values = Self.bytes(pixels, channels, 21)
      let expected = values.enumerated().map { tables[256 * ($0 % channels) + Int($1)] }
      // A byte more, which must stay.
      var output = values + [77]
      seg_lookup_u8_with(set, output, &output, pixels, tables, channels)
      #expect(output == expected + [77], "\\(pixels) pixels")
    }
  }

  @Test(arguments: 1...5)
  func lookUpWords(channels: Int) {
    let tables = (0..<channels).flatMap { c in (0...65535).map { UInt16(($0 * 7 + c) & 65535) } }
    let values = Self.words(333, channels, 22)
    var output = values
    seg_lookup_u16(values, &output, 333, tables, channels)
    let expected = values.enumerated().map { tables[65536 * ($0 % channels) + Int($1)] }
    #expect(output == expected)
  }

  @Test(arguments: tiers, [1, 63, 64, 65, 1000])
  func gray(tier: Int32, pixels: Int) {
    func plain<S: FixedWidthInteger>(_ rgb: [S]) -> [S] {
      (0..<pixels).flatMap { i -> [S] in
        let gray = PlainKernels.gray(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2])
        return [gray, gray, gray]
      }
    }
    var bytes = Self.bytes(pixels, 3, 23)
    let grayBytes = plain(bytes)
    seg_to_gray_u8_on_tier(tier, &bytes, pixels)
    #expect(bytes == grayBytes)
    var words = Self.words(pixels, 3, 24)
    let grayWords = plain(words)
    seg_to_gray_u16_on_tier(tier, &words, pixels)
    #expect(words == grayWords)
  }

  @Test(arguments: tiers, [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
  func reorder(tier: Int32, order: [Int]) {
    func plain<S>(_ rgb: [S]) -> [S] { rgb.indices.map { rgb[$0 / 3 * 3 + order[$0 % 3]] } }
    let (r, g, b) = (Int32(order[0]), Int32(order[1]), Int32(order[2]))
    for pixels in [1, 63, 64, 65, 200] {
      let bytes = Self.bytes(pixels, 3, 39)
      var output = bytes
      seg_reorder_rgb_u8_on_tier(tier, &output, pixels, r, g, b)
      #expect(output == plain(bytes))
      let words = Self.words(pixels, 3, 40)
      var outputWords = words
      seg_reorder_rgb_u16_on_tier(tier, &outputWords, pixels, r, g, b)
      #expect(outputWords == plain(words))
    }
  }

  @Test(arguments: tiers, 1...5)
  func extremes(tier: Int32, channels: Int) {
    func plain<S: FixedWidthInteger>(_ values: [S]) -> [[S]] {
      let each = (0..<channels).map { c in
        stride(from: c, to: values.count, by: channels).map { values[$0] }
      }
      return [each.map { $0.min() ?? 0 }, each.map { $0.max() ?? 0 }]
    }
    for pixels in [1, 5, 64, 191, 192, 193, 500] {
      // Not all of the range, so that the extremes are not 0 and the bound.
      let bytes = Self.bytes(pixels, channels, 25).map { $0 / 2 + 31 }
      var least = [UInt8](repeating: .max, count: channels)
      var greatest = [UInt8](repeating: 0, count: channels)
      seg_extremes_u8_on_tier(tier, bytes, pixels, channels, &least, &greatest)
      #expect([least, greatest] == plain(bytes))
      let words = Self.words(pixels, channels, 26).map { $0 / 2 + 31 }
      var leastWords = [UInt16](repeating: .max, count: channels)
      var greatestWords = [UInt16](repeating: 0, count: channels)
      seg_extremes_u16_on_tier(tier, words, pixels, channels, &leastWords, &greatestWords)
      #expect([leastWords, greatestWords] == plain(words))
    }
  }

  @Test(arguments: 1...6)
  func histograms(channels: Int) {
    for pixels in [1, 2, 3, 4, 77, 1000] {
      let bytes = Self.bytes(pixels, channels, 27)
      var counts = [UInt64](repeating: 2, count: 256 * channels)
      var plain = counts
      for (i, v) in bytes.enumerated() { plain[256 * (i % channels) + Int(v)] += 1 }
      seg_histograms_u8(bytes, pixels, channels, &counts)
      #expect(counts == plain)
      let words = Self.words(pixels, channels, 28)
      counts = [UInt64](repeating: 3, count: 65536 * channels)
      plain = counts
      for (i, v) in words.enumerated() { plain[65536 * (i % channels) + Int(v)] += 1 }
      seg_histograms_u16(words, pixels, channels, &counts)
      #expect(counts == plain)
    }
  }

  @Test(arguments: tiers, 1...5)
  func normalize(tier: Int32, channels: Int) {
    let means = (0..<channels).map { 0.3 + 0.07 * Float($0) }
    let deviations = (0..<channels).map { 0.21 + 0.013 * Float($0) }
    for pixels in [1, 7, 16, 48, 333] {
      let bytes = Self.bytes(pixels, channels, 29)
      var output = [Float](repeating: .nan, count: bytes.count)
      seg_normalize_u8_on_tier(tier, bytes, pixels, channels, means, deviations, &output)
      let expected = bytes.enumerated().map {
        (Float($1) / 255 - means[$0 % channels]) / deviations[$0 % channels]
      }
      #expect(output == expected)
      let words = Self.words(pixels, channels, 30)
      seg_normalize_u16_on_tier(tier, words, pixels, channels, means, deviations, &output)
      let expectedWords = words.enumerated().map {
        (Float($1) / 65535 - means[$0 % channels]) / deviations[$0 % channels]
      }
      #expect(output == expectedWords)
    }
  }

  @Test(arguments: tiers, [0, 0.4, 1, 1.9, 7] as [Float])
  func sharpen(tier: Int32, factor: Float) {
    for (width, channels) in [(1, 4), (2, 3), (3, 1), (5, 3), (70, 3), (40, 4), (9, 2)] {
      let count = width * channels
      func plain<S: FixedWidthInteger>(_ rows: [[S]]) -> [S] {
        (0..<count).map { i in
          guard i >= channels, i + channels < count else {
            return PlainKernels.blend(rows[1][i], factor, plus: Float(rows[1][i]) * (1 - factor))
          }
          var sum = 4 * Int(rows[1][i])
          for row in rows { for at in [i - channels, i, i + channels] { sum += Int(row[at]) } }
          let blurred = (Double(sum) / 13).rounded(.toNearestOrEven)
          return PlainKernels.blend(rows[1][i], factor, plus: Float(blurred) * (1 - factor))
        }
      }
      let bytes = (31...33).map { Self.bytes(width, channels, $0) }
      var output = [UInt8](repeating: 1, count: count)
      seg_sharpen_row_u8_on_tier(
        tier, bytes[0], bytes[1], bytes[2], &output, count, channels, factor, 1 - factor)
      #expect(output == plain(bytes))
      let words = (31...33).map { Self.words(width, channels, $0) }
      var outputWords = [UInt16](repeating: 1, count: count)
      seg_sharpen_row_u16_on_tier(
        tier, words[0], words[1], words[2], &outputWords, count, channels, factor, 1 - factor)
      #expect(outputWords == plain(words))
    }
  }

  /// The tiers agree; what OpenCV makes of pictures is in the golden numbers.
  @Test(
    arguments: [(0, 0, 0), (37, 13, -21), (170, -40, 30), (90, 255, 255)] as [(Int32, Int32, Int32)]
  )
  func hsv(shift: (Int32, Int32, Int32)) {
    for pixels in [1, 63, 64, 65, 5000] {
      let results = Self.tiers.map { tier in
        var bytes = Self.bytes(pixels, 3, 34)
        seg_shift_hsv_u8_on_tier(tier, &bytes, pixels, shift.0, shift.1, shift.2)
        return bytes
      }
      #expect(results.allSatisfy { $0 == results[0] })
      let words = Self.tiers.map { tier in
        var words = Self.words(pixels, 3, 35)
        seg_shift_hsv_u16_on_tier(
          tier, &words, pixels, Float(shift.0) * 1.99, shift.1 * 257, shift.2 * 257)
        return words
      }
      #expect(words.allSatisfy { $0 == words[0] })
    }
  }

  @Test func labAndCLAHE() {
    let pixels = 1000
    let bytes = Self.bytes(pixels, 3, 36)
    let words = Self.words(pixels, 3, 37)
    let narrow = Self.tiers.map { tier in
      let plane = [UInt8](repeating: 0, count: pixels)
      var back = bytes
      var (l, a, b) = (plane, plane, plane)
      seg_lab_from_rgb_u8_on_tier(
        tier, bytes, pixels, LabTables.linearSteps, LabTables.curveSteps, &l, &a, &b)
      seg_lab_to_rgb_u8_on_tier(tier, l, a, b, pixels, LabTables.bytes, &back)
      var grid = Self.grid
      var tables = [UInt8](repeating: 0, count: 6 * 256)
      var equalized = l
      seg_clahe_tables_u8_on_tier(tier, l, &grid, 3, &tables)
      seg_clahe_apply_u8_on_tier(tier, &equalized, &grid, tables)
      return [l, a, b, back, tables, equalized]
    }
    #expect(narrow.allSatisfy { $0 == narrow[0] })
    let wide = Self.tiers.map { tier in
      let plane = [UInt16](repeating: 0, count: pixels)
      var back = words
      var (l, a, b) = (plane, plane, plane)
      seg_lab_from_rgb_u16_on_tier(tier, words, pixels, LabTables.linearOfWords, &l, &a, &b)
      seg_lab_to_rgb_u16_on_tier(tier, l, a, b, pixels, LabTables.words, &back)
      var grid = Self.grid
      var tables = [UInt16](repeating: 0, count: 6 * 65536)
      var equalized = l
      seg_clahe_tables_u16_on_tier(tier, l, &grid, 1, &tables)
      seg_clahe_apply_u16_on_tier(tier, &equalized, &grid, tables)
      return [l, a, b, back, tables, equalized]
    }
    #expect(wide.allSatisfy { $0 == wide[0] })
  }

  static let grid = seg_tiles(
    height: 25, width: 40, tiles_down: 2, tiles_across: 3, tile_height: 13, tile_width: 14)

  /// Lab of 16 bits and back is all but the same picture.
  @Test func labThereAndBack() {
    let words = Self.words(3000, 3, 38)
    let empty = [UInt16](repeating: 0, count: 3000)
    var (l, a, b) = (empty, empty, empty)
    var back = words
    UInt16.labFromRGB(words, to: &l, &a, &b)
    UInt16.labToRGB(l, a, b, rgb: &back)
    let apart = zip(words, back).map { abs(Int($0) - Int($1)) }
    #expect((apart.max() ?? 0) < 200)
  }
}
