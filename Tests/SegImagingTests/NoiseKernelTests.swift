import CKernelTiers
import CKernels
import Foundation
import Testing

@testable import SegImaging

/// Random numbers by position, and what adds them to pictures.
@Suite struct NoiseKernelTests {
  static let tiers = KernelTierTests.tiers

  /// The generator as its authors write it.
  private static func philox(_ counter: [UInt32], key: [UInt32]) -> [UInt32] {
    var (c, k) = (counter, key)
    for _ in 0..<7 {
      let low = UInt64(c[0]) * 0xD251_1F53
      let high = UInt64(c[2]) * 0xCD9E_8D57
      c = [
        UInt32(high >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: high),
        UInt32(low >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: low),
      ]
      k = [k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85]
    }
    return c
  }

  private static func word(_ number: Int, seed: UInt64) -> UInt32 {
    let counter = UInt64(16 * (number / 64) + number % 16)
    let output = philox(
      [UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), 0, 0],
      key: [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)])
    return output[number % 64 / 16]
  }

  /// The known answers of Random123 (`kat_vectors`, philox4x32 with 7 rounds).
  @Test func knownAnswers() {
    #expect(
      Self.philox([0, 0, 0, 0], key: [0, 0]) == [
        0x5f6f_b709, 0x0d89_3f64, 0x4f12_1f81, 0x4f73_0a48,
      ])
    let words = RandomNumbers(seed: 0).words(0..<64)
    #expect(
      [words[0], words[16], words[32], words[48]] == Self.philox([0, 0, 0, 0], key: [0, 0]))
  }

  @Test(arguments: tiers, [0, 0x0123_4567_89ab_cdef, .max] as [UInt64])
  func words(tier: Int32, seed: UInt64) {
    // The second range passes 2³² counters.
    for first in [0, 3, (1 << 28) - 1] {
      var words = [UInt32](repeating: 0, count: 3 * 64)
      seg_random_words_on_tier(tier, seed, UInt64(first), 3, &words)
      let expected = (first * 64..<first * 64 + 192).map { Self.word($0, seed: seed) }
      #expect(words == expected)
    }
  }

  /// Against the transform in double precision, and the same bits on every tier.
  @Test(arguments: tiers)
  func normals(tier: Int32) {
    let seed: UInt64 = 77
    let count = 200 * 64
    var normals = [Float](repeating: 0, count: count)
    seg_random_normals_on_tier(tier, seed, 0, 200, &normals)
    var baseline = normals
    seg_random_normals_on_tier(0, seed, 0, 200, &baseline)
    #expect(normals.map(\.bitPattern) == baseline.map(\.bitPattern))
    var worst = 0.0
    for number in 0..<count {
      let pair = number / 32 * 32 + number % 16
      let u = (Double(Self.word(pair, seed: seed) >> 8) + 1) * 0x1p-24
      let angle = Double(Self.word(pair + 16, seed: seed)) * 0x1p-32
      // The word's quadrants are cut at the diagonals.
      let turn = 2 * Double.pi * angle
      let quadrant = floor(angle * 4) * .pi / 2
      let rest = turn - quadrant
      let theta = quadrant + (rest >= .pi / 4 ? rest - .pi / 2 : rest)
      let radius = (-2 * log(u)).squareRoot()
      let exact = number % 32 < 16 ? radius * cos(theta) : radius * sin(theta)
      worst = max(worst, abs(exact - Double(normals[number])))
    }
    #expect(worst < 1e-6)
  }

  /// Any part of the numbers is the same part of all of them.
  @Test func partsAreParts() {
    let numbers = RandomNumbers(seed: 5)
    let all = numbers.normals(0..<1000)
    let words = numbers.words(0..<1000)
    for range in [0..<1, 0..<64, 63..<65, 100..<777, 999..<1000, 70..<70] {
      #expect(numbers.normals(range) == Array(all[range]))
      #expect(numbers.words(range) == Array(words[range]))
    }
    #expect(RandomNumbers(seed: 6).words(0..<64) != Array(words[..<64]))
  }

  /// Moments of a million numbers, within five standard errors.
  @Test(arguments: [1, 2, 0xdead_beef_0000_0001] as [UInt64])
  func momentsAreNormal(seed: UInt64) {
    let z = RandomNumbers(seed: seed).normals(0..<1 << 20).map(Double.init)
    let n = Double(z.count)
    let first = z.reduce(0, +) / n
    let second = z.reduce(0) { $0 + $1 * $1 } / n
    let third = z.reduce(0) { $0 + $1 * $1 * $1 } / n
    let fourth = z.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
    #expect(abs(first) < 5 / n.squareRoot())
    #expect(abs(second - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(third) < 5 * (15 / n).squareRoot())
    #expect(abs(fourth - 3) < 5 * (96 / n).squareRoot())
    // Tails: 2.7e-3 beyond 3, 6.3e-5 beyond 4.
    for (bound, share) in [(1.0, 0.3173105), (2, 0.0455003), (3, 0.0026998), (4, 6.334e-5)] {
      let count = Double(z.count { abs($0) > bound })
      #expect(abs(count - n * share) < 5 * (n * share).squareRoot(), "beyond \(bound)")
    }
    #expect((z.map(abs).max() ?? 9) < 5.78)
  }

  /// Neighbours, words of one counter, and numbers of neighbouring seeds have no correlation.
  @Test(arguments: [1, 3, 15, 16, 17, 31, 32, 48, 64, 1536])
  func numbersAreIndependent(lag: Int) {
    let count = 1 << 19
    let z = RandomNumbers(seed: 9).normals(0..<count + lag)
    let other = RandomNumbers(seed: 10).normals(0..<count)
    var own = 0.0
    var squares = 0.0
    var across = 0.0
    for index in 0..<count {
      own += Double(z[index]) * Double(z[index + lag])
      squares += Double(z[index] * z[index] - 1) * Double(z[index + lag] * z[index + lag] - 1)
      across += Double(z[index]) * Double(other[(index + lag) % count])
    }
    let error = Double(count).squareRoot()
    #expect(abs(own) < 5 * error)
    #expect(abs(squares) < 5 * 2 * error)
    #expect(abs(across) < 5 * error)
  }

  /// Every byte of the words is equally likely.
  @Test func bytesAreUniform() {
    let words = RandomNumbers(seed: 12).words(0..<1 << 20)
    for shift in [0, 8, 16, 24] {
      var counts = [Double](repeating: 0, count: 256)
      for word in words { counts[Int(word >> shift & 255)] += 1 }
      let expected = Double(words.count) / 256
      let chi = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      // 255 degrees of freedom: mean 255, standard deviation 22.6.
      #expect(abs(chi - 255) < 5 * 22.6, "byte \(shift / 8)")
    }
  }

  // MARK: On pictures

  @Test(arguments: tiers, [(12.5, -3), (400, 20), (0, 0.5), (-7, 300)] as [(Float, Float)])
  func noiseIsAdded(tier: Int32, scaleAndOffset: (Float, Float)) {
    let (scale, offset) = scaleAndOffset
    let noise = RandomNumbers(seed: 3).normals(0..<331)
    let bytes = TestPicture.noise(UInt8.self, height: 1, width: 331, channels: 1, seed: 29).values
    let words = TestPicture.noise(UInt16.self, height: 1, width: 331, channels: 1, seed: 30).values
    func plain<Scalar: FixedWidthInteger>(
      _ values: [Scalar], _ change: (Float, Float) -> Float
    ) -> [Scalar] {
      zip(values, noise).map { value, z in
        let changed = change(Float(value), z * scale + offset)
        return Scalar(min(max(changed, 0), Float(Scalar.max)) + 0.5)
      }
    }
    var changed = bytes
    seg_add_noise_u8_on_tier(tier, &changed, changed.count, noise, scale, offset)
    #expect(changed == plain(bytes, +))
    changed = bytes
    seg_multiply_noise_u8_on_tier(tier, &changed, changed.count, noise, scale, offset)
    #expect(changed == plain(bytes, *))
    var changedWords = words
    seg_add_noise_u16_on_tier(tier, &changedWords, changedWords.count, noise, scale, offset)
    #expect(changedWords == plain(words, +))
    changedWords = words
    seg_multiply_noise_u16_on_tier(tier, &changedWords, changedWords.count, noise, scale, offset)
    #expect(changedWords == plain(words, *))
  }

  /// The noise of a picture is numbered in C order, by sample or by pixel.
  @Test func noiseOfPicturesIsByPosition() {
    let numbers = RandomNumbers(seed: 44).normals(0..<90 * 100 * 3)
    let gray = Raster<UInt8>(height: 90, width: 100, channels: 3, filledWith: 128)
    var image = Image.uint8(gray)
    image.addNoise(mean: 0.1, deviation: 0.08, seed: 44)
    let scale = Float(255 * 0.08)
    let offset = Float(255 * 0.1)
    #expect(
      image.samples == numbers.map { Int(min(max(128 + ($0 * scale + offset), 0), 255) + 0.5) })
    image = .uint8(gray)
    image.addNoise(mean: 0.1, deviation: 0.08, grain: .pixel, seed: 44)
    #expect(
      image.samples
        == (0..<27000).map {
          Int(min(max(128 + (numbers[$0 / 3] * scale + offset), 0), 255) + 0.5)
        })
    image = .uint8(gray)
    image.addSpeckle(deviation: 0.2, seed: 44)
    #expect(
      image.samples == numbers.map { Int(min(max(128 * ($0 * Float(0.2) + 1), 0), 255) + 0.5) })
  }

  /// Whole pixels, in the shares asked for.
  @Test func saltAndPepper() {
    let gray = Raster<UInt16>(height: 300, width: 400, channels: 3, filledWith: 7)
    var image = Image.uint16(gray)
    image.addSaltAndPepper(salt: 0.1, pepper: 0.02, seed: 8)
    let words = RandomNumbers(seed: 8).words(0..<120_000)
    let samples = image.samples
    let pixels = stride(from: 0, to: 360_000, by: 3).map { samples[$0] }
    #expect(samples.indices.allSatisfy { samples[$0] == pixels[$0 / 3] })
    #expect(
      pixels
        == words.map {
          let u = Double($0) / 0x1p32
          return u < 0.1 ? 65535 : u < 0.12 ? 0 : 7
        })
    image = .uint16(gray)
    image.addSaltAndPepper(salt: 1, pepper: 0, seed: 8)
    #expect(image.samples.allSatisfy { $0 == 65535 })
    image = .uint16(gray)
    image.addSaltAndPepper(salt: 0, pepper: 0, seed: 8)
    #expect(image == .uint16(gray))
  }

  /// Random samples lie where the picture has them, wherever the boxes begin.
  @Test func randomBoxes() {
    let black = Image.uint8(Raster(height: 20, width: 30, channels: 3, filledWith: 0))
    var whole = black
    whole.fill(PixelBox(x: 0, y: 0, width: 30, height: 20), with: RandomNumbers(seed: 2))
    var part = black
    part.fill(PixelBox(x: 3, y: 4, width: 5, height: 6), with: RandomNumbers(seed: 2))
    let (all, some) = (whole.samples, part.samples)
    for y in 0..<20 {
      for x in 0..<30 {
        let inside = (4..<10).contains(y) && (3..<8).contains(x)
        for c in 0..<3 {
          let at = (y * 30 + x) * 3 + c
          #expect(some[at] == (inside ? all[at] : 0))
        }
      }
    }
  }
}
