/// Noise of ``RandomNumbers``; results are rounded half up and clamped to the range of the samples. An
/// alpha channel stays, and has no number of its own.
extension Image {
  /// What noise is drawn for.
  public enum NoiseGrain: String, CaseIterable, Sendable {
    /// Every sample gets a number of its own.
    case sample
    /// The samples of a pixel get the same number.
    case pixel
  }

  /// Adds normal noise: `v + maximum · (mean + deviation · z)`.
  ///
  /// - Parameters:
  ///   - mean: As a share of the greatest sample value.
  ///   - deviation: The standard deviation, as a share of the greatest sample value.
  ///   - grain: What gets a number of its own; numbered in C order.
  ///   - seed: Of the numbers `z`.
  public mutating func addNoise(
    mean: Double, deviation: Double, grain: NoiseGrain = .sample, seed: UInt64
  ) {
    let full = Double(maximumValue)
    let noise = Noise(
      scale: Float(full * deviation), offset: Float(full * mean), grain: grain,
      numbers: RandomNumbers(seed: seed))
    modifyColors({ $0.apply(noise, UInt8.add) }, { $0.apply(noise, UInt16.add) })
  }

  /// Multiplies by normal noise: `v · (1 + deviation · z)`.
  ///
  /// - Parameters:
  ///   - deviation: The standard deviation of the factor.
  ///   - grain: What gets a number of its own; numbered in C order.
  ///   - seed: Of the numbers `z`.
  public mutating func addSpeckle(
    deviation: Double, grain: NoiseGrain = .sample, seed: UInt64
  ) {
    let noise = Noise(
      scale: Float(deviation), offset: 1, grain: grain, numbers: RandomNumbers(seed: seed))
    modifyColors({ $0.apply(noise, UInt8.multiply) }, { $0.apply(noise, UInt16.multiply) })
  }

  /// Sets pixels to white or black, each for itself: white if `u < salt`, else black if
  /// `u < salt + pepper`, with `u` word number y · width + x of the seed, over 2³².
  ///
  /// - Parameters:
  ///   - salt: The chance of white, `0...1`.
  ///   - pepper: The chance of black, `0...1 − salt`.
  ///   - seed: Of the words.
  /// - Precondition: The chances are in range.
  public mutating func addSaltAndPepper(salt: Double, pepper: Double, seed: UInt64) {
    precondition(salt >= 0 && pepper >= 0 && salt + pepper <= 1, "chances of \(salt), \(pepper)")
    let words = RandomNumbers(seed: seed)
    let white = UInt64(salt * 0x1p32)
    let other = UInt64((salt + pepper) * 0x1p32)
    modifyColors(
      { $0.scatter(words, white: white, other: other) },
      { $0.scatter(words, white: white, other: other) })
  }
}

private struct Noise {
  let scale: Float
  let offset: Float
  let grain: Image.NoiseGrain
  let numbers: RandomNumbers
}

/// Numbers made at a time: they stay in the nearest cache.
private let chunk = 4096

extension Raster where Scalar: FilterSample {
  fileprivate mutating func apply(
    _ noise: Noise,
    _ change: (
      UnsafePointer<Float>, _ scale: Float, _ offset: Float, UnsafeMutableBufferPointer<Scalar>
    ) -> Void
  ) {
    // Samples that share a number.
    let shared = noise.grain == .pixel ? channels : 1
    values.withUnsafeMutableBufferPointer { samples in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: chunk * (shared + 1)) { work in
        let numbers = UnsafeMutableBufferPointer(rebasing: work[..<chunk])
        let spread = UnsafeMutableBufferPointer(rebasing: work[chunk...])
        for start in stride(from: 0, to: samples.count, by: chunk * shared) {
          let count = min(chunk * shared, samples.count - start)
          let blocks = (count / shared + RandomNumbers.block - 1) / RandomNumbers.block
          noise.numbers.write(
            fromBlock: start / shared / RandomNumbers.block,
            to: UnsafeMutableBufferPointer(rebasing: numbers[..<(blocks * RandomNumbers.block)]))
          if shared > 1 {
            for index in 0..<count { spread[index] = numbers[index / shared] }
          }
          guard let field = (shared > 1 ? spread : numbers).baseAddress else { continue }
          change(
            UnsafePointer(field), noise.scale, noise.offset,
            UnsafeMutableBufferPointer(rebasing: samples[start..<start + count]))
        }
      }
    }
  }

  fileprivate mutating func scatter(_ numbers: RandomNumbers, white: UInt64, other: UInt64) {
    let pixels = width * height
    let channels = channels
    values.withUnsafeMutableBufferPointer { samples in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk) { words in
        for start in stride(from: 0, to: pixels, by: chunk) {
          numbers.write(fromBlock: start / RandomNumbers.block, to: words)
          for index in 0..<min(chunk, pixels - start) where words[index] < other {
            let value = words[index] < white ? Scalar.max : 0
            let first = (start + index) * channels
            for sample in first..<first + channels { samples[sample] = value }
          }
        }
      }
    }
  }
}
