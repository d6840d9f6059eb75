import CKernelTiers
import CKernels
import SegBasics
import Testing

/// What the loops of the engine do with NaN, on every instruction set this machine has.
///
/// PyTorch's `relu` and `max_pool2d` hand NaN on; a network that has gone wrong must not look sound.
@Suite struct FloatKernelTests {
  static let tiers: [Int32] = [0, 1, 2].filter { seg_has_tier($0) }
  /// One vector of channels, and some that fill none.
  static let channels = 21
  static let places = [0, 5, 15, 16, 20]

  static func random(_ count: Int, seed: UInt64) -> [Float] {
    var stream = RandomStream(seed: seed)
    return (0..<count).map { _ in Float(stream.uniform(-1, 1)) }
  }

  @Test(arguments: tiers) func reluHandsNaNOn(tier: Int32) {
    let scale = Self.random(Self.channels, seed: 1)
    let shift = Self.random(Self.channels, seed: 2)
    var values = Self.random(3 * Self.channels, seed: 3)
    for place in Self.places { values[Self.channels + place] = .nan }
    values[7] = -.infinity
    for normalizes in [false, true] {
      var out = values
      scale.withUnsafeBufferPointer { scale in
        shift.withUnsafeBufferPointer { shift in
          let promise = seg_promise(
            scale: normalizes ? scale.baseAddress : nil,
            shift: normalizes ? shift.baseAddress : nil, relu: 1)
          seg_keep_promise_on_tier(tier, values, 3, Self.channels, promise, &out)
        }
      }
      for (index, value) in values.enumerated() {
        let channel = index % Self.channels
        let x = normalizes ? scale[channel] * value + shift[channel] : value
        if x.isNaN {
          #expect(out[index].isNaN, "at \(index)")
        } else {
          #expect(out[index] == max(x, 0) || abs(out[index] - max(x, 0)) < 1e-6, "at \(index)")
        }
      }
      #expect(out.count(where: \.isNaN) == Self.places.count)
    }
  }

  @Test(arguments: tiers) func gradientOfReluPassesWhereTheValueIsNaN(tier: Int32) {
    let result: [Float] = Array(repeating: [0, 1, -1, .nan, -.nan, 2, -0.0], count: 6).flatMap(
      \.self)
    let gradient = Self.random(result.count, seed: 4)
    var out = gradient
    seg_relu_gradient_on_tier(tier, gradient, result, result.count, &out)
    #expect(out == zip(gradient, result).map { $1 <= 0 ? 0 : $0 })
    #expect(out.count(where: { $0 != 0 }) == 4 * 6)
  }

  @Test(arguments: tiers) func gradientOfBatchNormPassesWhereTheValueIsNaN(tier: Int32) {
    let ones = [Float](repeating: 1, count: Self.channels)
    let zeros = [Float](repeating: 0, count: Self.channels)
    var values = Self.random(Self.channels, seed: 5)
    for place in Self.places { values[place] = .nan }
    let gradient = Self.random(Self.channels, seed: 6)
    var out = gradient
    ones.withUnsafeBufferPointer { ones in
      zeros.withUnsafeBufferPointer { zeros in
        let promise = seg_promise(scale: ones.baseAddress, shift: zeros.baseAddress, relu: 1)
        seg_batch_norm_gradient_on_tier(
          tier, gradient, values, 1, Self.channels, promise, zeros.baseAddress, ones.baseAddress,
          zeros.baseAddress, zeros.baseAddress, &out)
      }
    }
    for (index, value) in values.enumerated() {
      // A factor of 0 makes NaN of NaN; elsewhere the gradient is what it was, or 0.
      if value.isNaN {
        #expect(out[index].isNaN)
      } else {
        #expect(out[index] == (value <= 0 ? 0 : gradient[index]))
      }
    }
  }

  @Test(arguments: tiers) func poolingHandsNaNOn(tier: Int32) {
    let promise = seg_promise(scale: nil, shift: nil, relu: 0)
    for mask in 0..<16 {
      var rows = [Self.random(2 * Self.channels, seed: 7), Self.random(2 * Self.channels, seed: 8)]
      for place in 0..<4 where mask >> place & 1 == 1 {
        for channel in Self.places { rows[place / 2][place % 2 * Self.channels + channel] = .nan }
      }
      var out = [Float](repeating: 0, count: Self.channels)
      var index = [UInt16](repeating: 0, count: seg_pool_index_words(Self.channels))
      seg_max_pool_row_on_tier(
        tier, rows[0], rows[1], 1, Self.channels, promise, &out, &index)
      for channel in 0..<Self.channels {
        let block = (0..<4).map { rows[$0 / 2][$0 % 2 * Self.channels + channel] }
        let expected =
          block.lastIndex(where: \.isNaN) ?? block.indices.max { block[$0] < block[$1] } ?? 0
        let (word, bit) = (channel / 16 * 2, channel % 16)
        let found = Int(index[word] >> bit & 1) + 2 * Int(index[word + 1] >> bit & 1)
        #expect(found == expected, "mask \(mask), channel \(channel)")
        #expect(out[channel].bitPattern == block[expected].bitPattern)
      }
    }
  }

  @Test(arguments: tiers) func oneOddNumberIsFound(tier: Int32) {
    for count in [0, 1, 15, 16, 17, 4096, 4097, 9001] {
      var values = [Float](repeating: .greatestFiniteMagnitude, count: count)
      #expect(seg_all_finite_on_tier(tier, values, count) == 1)
      for place in Set([0, count / 2, count - 1]) where values.indices.contains(place) {
        for odd: Float in [.nan, .infinity, -.infinity, .signalingNaN] {
          values[place] = odd
          #expect(seg_all_finite_on_tier(tier, values, count) == 0, "\(odd) at \(place)")
        }
        values[place] = -0.0
      }
    }
  }
}
