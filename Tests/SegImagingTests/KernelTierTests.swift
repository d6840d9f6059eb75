import CKernelTiers
import CKernels
import Testing

@testable import SegImaging

/// Every kernel on every instruction set this machine has, against the plain kernel, bit for bit.
@Suite struct KernelTierTests {
  static let tiers: [Int32] = [0, 1, 2].filter { seg_has_tier($0) }
  /// Heights and widths around the block sizes of the kernels.
  static let shapes = [(1, 1), (1, 2), (2, 1), (3, 5), (5, 17), (4, 64), (7, 65), (9, 130)]
  static let sizes = [(1, 1), (2, 3), (3, 2), (5, 17), (6, 33), (13, 70), (18, 20)]

  @Test(arguments: tiers, [1, 2, 3, 4, 6, 8])
  func flip(tier: Int32, bytes: Int) {
    for (height, width) in Self.shapes {
      let from = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: bytes, seed: 1)
      let to = Raster<UInt8>(height: height, width: width, channels: bytes) {
        seg_flip_rows_on_tier(tier, from.values, $0.baseAddress, height, width, bytes)
      }
      #expect(to == PlainKernels.flip(from))
    }
  }

  /// Shapes around the blocks, mirrored on either axis, with an output of a wider pitch.
  @Test(arguments: tiers, 1...9)
  func transpose(tier: Int32, bytes: Int) {
    for (height, width) in Self.shapes + [(16, 16), (64, 67), (70, 33), (33, 5), (130, 18)] {
      let from = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: bytes, seed: 3)
      for (mirrorsRows, mirrorsColumns) in [(false, false), (true, false), (false, true)] {
        let pitch = (height + 2) * bytes
        var to = [UInt8](repeating: 77, count: width * pitch)
        from.values.withUnsafeBufferPointer { from in
          to.withUnsafeMutableBufferPointer { to in
            guard let first = from.baseAddress, let start = to.baseAddress else { return }
            seg_transpose_pixels_on_tier(
              tier, mirrorsRows ? first + (height - 1) * width * bytes : first,
              (mirrorsRows ? -1 : 1) * width * bytes,
              mirrorsColumns ? start + (width - 1) * pitch : start,
              (mirrorsColumns ? -1 : 1) * pitch, height, width, bytes)
          }
        }
        var expected = [UInt8](repeating: 77, count: width * pitch)
        for y in 0..<height {
          for x in 0..<width {
            let row = mirrorsColumns ? width - 1 - x : x
            let column = mirrorsRows ? height - 1 - y : y
            for c in 0..<bytes { expected[row * pitch + column * bytes + c] = from[y, x, c] }
          }
        }
        #expect(to == expected)
      }
    }
  }

  @Test(arguments: tiers, 1...5)
  func linear(tier: Int32, channels: Int) {
    for (height, width) in Self.shapes {
      let from = TestPicture.noise(
        UInt8.self, height: height, width: width, channels: channels, seed: 2)
      for (outHeight, outWidth) in Self.sizes {
        let rows = Neighbours.linear(from: height, to: outHeight, axis: .rows)
        let columns = Neighbours.linear(from: width, to: outWidth, axis: .columns)
        var work = [Int32](
          repeating: -1, count: seg_resize_linear_work(width, channels, outWidth))
        let to = Raster<UInt8>(height: outHeight, width: outWidth, channels: channels) { output in
          rows.withKernelTable { rows in
            columns.withKernelTable { columns in
              seg_resize_linear_u8_on_tier(
                tier, from.values, from.values.count, width * channels, width, channels,
                output.baseAddress, &rows, &columns,
                &work)
            }
          }
        }
        #expect(to == PlainKernels.interpolate(from, rows: rows, columns: columns))
      }
    }
  }

  @Test(arguments: tiers, 1...5)
  func taps(tier: Int32, channels: Int) {
    for (height, width) in Self.shapes {
      for (outHeight, outWidth) in Self.sizes {
        check(
          tier, height, width, channels, .antialiased(from: height, to: outHeight),
          .antialiased(from: width, to: outWidth), 1, seg_round_half_even)
        // Negative weights, and sums below 0.
        check(
          tier, height, width, channels, .cubic(from: height, to: outHeight),
          .cubic(from: width, to: outWidth), 1, seg_round_half_even)
        if outHeight <= height, outWidth <= width {
          check(
            tier, height, width, channels, .area(from: height, to: outHeight),
            .area(from: width, to: outWidth), 1, seg_round_half_even)
          check(
            tier, height, width, channels, .sums(of: height / outHeight, outputs: outHeight),
            .sums(of: width / outWidth, outputs: outWidth),
            1 / Float((height / outHeight) * (width / outWidth)), seg_round_half_up)
        }
      }
    }
  }

  /// Sums of white that float32 cannot hold exactly must not wrap to black.
  @Test(
    arguments: tiers,
    [(600, 5000, 3, 7), (2, 518, 2, 1), (5000, 3, 7, 3), (999, 1, 1, 1), (1, 4099, 1, 4098)])
  func whiteStaysWhite(tier: Int32, sizes: (Int, Int, Int, Int)) {
    let (height, width, outHeight, outWidth) = sizes
    let white = Raster<UInt16>(height: height, width: width, channels: 1, filledWith: .max)
    for (rows, columns, scale) in [
      (Taps.area(from: height, to: outHeight), Taps.area(from: width, to: outWidth), Float(1)),
      (
        .antialiased(from: height, to: outHeight), .antialiased(from: width, to: outWidth), 1
      ),
      (
        .sums(of: height / outHeight, outputs: outHeight),
        .sums(of: width / outWidth, outputs: outWidth),
        1 / Float((height / outHeight) * (width / outWidth))
      ),
    ] {
      for rounding in [seg_round_half_even, seg_round_half_up] {
        var work = [Float](repeating: 0, count: seg_resize_taps_work(width, 1, outWidth))
        let small = Raster<UInt16>(height: outHeight, width: outWidth, channels: 1) { output in
          rows.withKernelTable { rows in
            columns.withKernelTable { columns in
              seg_resize_taps_u16_on_tier(
                tier, white.values, width, width, 1, output.baseAddress, &rows, &columns, scale,
                rounding,
                &work)
            }
          }
        }
        #expect((small.values.min() ?? 0) > 65_400)
      }
    }
  }

  /// Weights that add up to more than 1, on bytes.
  @Test(arguments: tiers)
  func sumsBeyondTheRangeAreClamped(tier: Int32) {
    for rounding in [seg_round_half_even, seg_round_half_up] {
      check(
        tier, 6, 66, 3, .sums(of: 2, outputs: 3), .sums(of: 2, outputs: 33), 1, rounding)
    }
  }

  @Test(arguments: tiers, [0, 1, 47, 48, 49, 200, 5003])
  func laneSums(tier: Int32, count: Int) {
    let bytes = TestPicture.noise(
      UInt8.self, height: 1, width: count + 1, channels: 1, seed: 11
    ).values
    let words = TestPicture.noise(
      UInt16.self, height: 1, width: min(count, 5000) + 1, channels: 1, seed: 12
    ).values
    let lanes = Int(SEG_SUM_LANES)
    var sums = [UInt64](repeating: 3, count: lanes)
    var squares = [UInt64](repeating: 4, count: lanes)
    var (plainSums, plainSquares) = (sums, squares)
    for index in 0..<count {
      let value = UInt64(bytes[index])
      plainSums[index % lanes] += value
      plainSquares[index % lanes] += value * value
    }
    seg_lane_sums_u8_on_tier(tier, bytes, count, &sums, &squares)
    #expect(sums == plainSums && squares == plainSquares)
    sums = [UInt64](repeating: 6, count: lanes)
    squares = [UInt64](repeating: 7, count: lanes)
    (plainSums, plainSquares) = (sums, squares)
    for index in 0..<min(count, 5000) {
      let value = UInt64(words[index])
      plainSums[index % lanes] += value
      plainSquares[index % lanes] += value * value
    }
    seg_lane_sums_u16_on_tier(tier, words, min(count, 5000), &sums, &squares)
    #expect(sums == plainSums && squares == plainSquares)
  }

  private func check(
    _ tier: Int32, _ height: Int, _ width: Int, _ channels: Int, _ rows: Taps, _ columns: Taps,
    _ scale: Float, _ rounding: seg_rounding
  ) {
    let bytes = TestPicture.noise(
      UInt8.self, height: height, width: width, channels: channels, seed: 3)
    let words = TestPicture.noise(
      UInt16.self, height: height, width: width, channels: channels, seed: 4)
    let (outHeight, outWidth) = (rows.first.count, columns.first.count)
    var work = [Float](
      repeating: .nan, count: seg_resize_taps_work(width, channels, outWidth))
    rows.withKernelTable { rowTable in
      columns.withKernelTable { columnTable in
        let smallBytes = Raster<UInt8>(height: outHeight, width: outWidth, channels: channels) {
          seg_resize_taps_u8_on_tier(
            tier, bytes.values, width * channels, width, channels, $0.baseAddress, &rowTable,
            &columnTable, scale,
            rounding, &work)
        }
        let smallWords = Raster<UInt16>(height: outHeight, width: outWidth, channels: channels) {
          seg_resize_taps_u16_on_tier(
            tier, words.values, width * channels, width, channels, $0.baseAddress, &rowTable,
            &columnTable, scale,
            rounding, &work)
        }
        #expect(
          smallBytes
            == PlainKernels.sum(
              bytes, rows: rows, columns: columns, scale: scale, rounding: rounding))
        #expect(
          smallWords
            == PlainKernels.sum(
              words, rows: rows, columns: columns, scale: scale, rounding: rounding))
      }
    }
  }

  @Test(arguments: tiers, [0, 1, 63, 64, 65, 200, 33000])
  func gray(tier: Int32, pixels: Int) {
    let bytes = TestPicture.noise(UInt8.self, height: 1, width: pixels + 1, channels: 3, seed: 5)
    let words = TestPicture.noise(UInt16.self, height: 1, width: pixels + 1, channels: 3, seed: 6)
    func sum<Scalar>(_ raster: Raster<Scalar>) -> UInt64 {
      (0..<pixels).reduce(0) {
        $0 + UInt64(PlainKernels.gray(raster[0, $1, 0], raster[0, $1, 1], raster[0, $1, 2]))
      }
    }
    #expect(seg_gray_sum_u8_on_tier(tier, bytes.values, pixels) == sum(bytes))
    #expect(seg_gray_sum_u16_on_tier(tier, words.values, pixels) == sum(words))
    let plain = bytes.values.prefix(pixels).reduce(0) { $0 + UInt64($1) }
    #expect(seg_sum_u8_on_tier(tier, bytes.values, pixels) == plain)
    let plainWords = words.values.prefix(pixels).reduce(0) { $0 + UInt64($1) }
    #expect(seg_sum_u16_on_tier(tier, words.values, pixels) == plainWords)
  }

  /// The largest sums a block can have.
  @Test(arguments: tiers)
  func whiteDoesNotOverflow(tier: Int32) {
    let words = [UInt16](repeating: .max, count: 300_000)
    #expect(seg_sum_u16_on_tier(tier, words, 300_000) == 300_000 * 65535)
    let gray = UInt64(PlainKernels.gray(UInt16.max, UInt16.max, UInt16.max))
    #expect(seg_gray_sum_u16_on_tier(tier, words, 100_000) == 100_000 * gray)
  }

  @Test(arguments: tiers, [0, 0.31, 1, 1.7, 300, 1e9] as [Float])
  func blends(tier: Int32, factor: Float) {
    for pixels in [1, 5, 64, 131, 5000] {
      let bytes = TestPicture.noise(UInt8.self, height: 1, width: pixels, channels: 3, seed: 7)
      let words = TestPicture.noise(UInt16.self, height: 1, width: pixels, channels: 3, seed: 8)
      let addend = (1 - factor) * 101.37
      var scaled = bytes.values
      seg_scale_u8_on_tier(tier, &scaled, scaled.count, factor, addend)
      #expect(scaled == bytes.values.map { PlainKernels.blend($0, factor, plus: addend) })
      var scaledWords = words.values
      seg_scale_u16_on_tier(tier, &scaledWords, scaledWords.count, factor, addend)
      #expect(scaledWords == words.values.map { PlainKernels.blend($0, factor, plus: addend) })

      var saturated = bytes.values
      seg_saturate_u8_on_tier(tier, &saturated, pixels, factor, 1 - factor)
      #expect(saturated == Self.saturate(bytes, factor))
      var saturatedWords = words.values
      seg_saturate_u16_on_tier(tier, &saturatedWords, pixels, factor, 1 - factor)
      #expect(saturatedWords == Self.saturate(words, factor))
    }
  }

  private static func saturate<Scalar>(_ raster: Raster<Scalar>, _ factor: Float) -> [Scalar] {
    (0..<raster.width).flatMap { x in
      let (r, g, b) = (raster[0, x, 0], raster[0, x, 1], raster[0, x, 2])
      let addend = Float(PlainKernels.gray(r, g, b)) * (1 - factor)
      return [r, g, b].map { PlainKernels.blend($0, factor, plus: addend) }
    }
  }

  @Test(arguments: tiers, [-0.5, -0.33, -0.1, -1e-9, 0, 1e-9, 0.07, 0.25, 0.5] as [Float])
  func hue(tier: Int32, shift: Float) {
    for pixels in [1, 63, 64, 130, 20000] {
      let bytes = TestPicture.noise(UInt8.self, height: 1, width: pixels, channels: 3, seed: 9)
      let words = TestPicture.noise(UInt16.self, height: 1, width: pixels, channels: 3, seed: 10)
      var turned = bytes.values
      seg_shift_hue_u8_on_tier(tier, &turned, pixels, shift)
      #expect(turned == Self.shiftHue(bytes, shift))
      var turnedWords = words.values
      seg_shift_hue_u16_on_tier(tier, &turnedWords, pixels, shift)
      #expect(turnedWords == Self.shiftHue(words, shift))
    }
  }

  private static func shiftHue<Scalar>(_ raster: Raster<Scalar>, _ shift: Float) -> [Scalar] {
    (0..<raster.width).flatMap {
      PlainKernels.shiftHue([raster[0, $0, 0], raster[0, $0, 1], raster[0, $0, 2]], by: shift)
    }
  }

  /// Every 16-bit value through HSV as gray: its division by the bound must be the rounded quotient.
  @Test(arguments: tiers)
  func everyGrayThroughHue(tier: Int32) {
    let pixels = (0...UInt16.max).map { $0 % 2 == 0 ? [$0, $0, $0] : [0, $0, 65535] }
    let expected = pixels.flatMap { PlainKernels.shiftHue($0, by: 0) }
    var words = Array(pixels.joined())
    seg_shift_hue_u16_on_tier(tier, &words, pixels.count, 0)
    #expect(words == expected)
  }
}
