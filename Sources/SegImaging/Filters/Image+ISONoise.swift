import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Image {
  /// Adds noise of hue and lightness, as sensors have it at high sensitivity (albumentations' ISONoise).
  ///
  /// In HLS, the hue is turned by `color · intensity · z` parts of the circle, with `z` normal, and the
  /// lightness `L` is raised by `intensity · k · (1 − L)`, with `k` of a Poisson distribution whose mean
  /// is `intensity` times the standard deviation of `L` over the picture. Pixel `n` takes the normal
  /// number `n` of the seed, and word `n` of the seed + 1.
  ///
  /// - Parameters:
  ///   - color: `0...1`.
  ///   - intensity: `0...1`.
  ///   - seed: Of the noise.
  /// - Precondition: There are 3 channels, and both are in range.
  public mutating func addISONoise(color: Double, intensity: Double, seed: UInt64) {
    precondition(
      channels == 3 && (0...1).contains(color) && (0...1).contains(intensity),
      "noise of \(color), \(intensity) on \(channels) channels")
    let noise = ISONoise(
      scale: Float(color * intensity), intensity: intensity,
      counts: Self.poissonSteps(mean: intensity * lightnessDeviation),
      turns: RandomNumbers(seed: seed), lifts: RandomNumbers(seed: seed &+ 1))
    switch consume self {
    case .uint8(var raster):
      raster.apply(noise) { seg_iso_noise_u8($0, $1, $2, noise.scale, $3) }
      self = .uint8(raster)
    case .uint16(var raster):
      raster.apply(noise) { seg_iso_noise_u16($0, $1, $2, noise.scale, $3) }
      self = .uint16(raster)
    }
  }

  /// The standard deviation of (greatest + least) / 2 of the samples of a pixel, `0...0.5`.
  private var lightnessDeviation: Double {
    var (sum, squares): (UInt64, UInt64) = (0, 0)
    let pixels = width * height
    switch self {
    case .uint8(let raster): seg_lightness_sums_u8(raster.values, pixels, &sum, &squares)
    case .uint16(let raster): seg_lightness_sums_u16(raster.values, pixels, &sum, &squares)
    }
    let mean = Double(sum) / Double(pixels)
    let variance = max(0, Double(squares) / Double(pixels) - mean * mean)
    return variance.squareRoot() / Double(2 * maximumValue)
  }

  /// The chances of at most 0, 1, 2, … in units of 2⁻³², up to the last that is less than one.
  ///
  /// A word stands for as many as there are steps it reaches.
  static func poissonSteps(mean: Double) -> [UInt64] {
    var steps: [UInt64] = []
    var (term, sum, count) = (exp(-mean), 0.0, 0.0)
    while steps.count < 64 {
      sum += term
      let step = UInt64(min(sum, 1) * 0x1p32)
      if step >= 1 << 32 { break }
      steps.append(step)
      count += 1
      term *= mean / count
    }
    return steps
  }
}

private struct ISONoise {
  let scale: Float
  let intensity: Double
  let counts: [UInt64]
  let turns: RandomNumbers
  let lifts: RandomNumbers
}

/// Numbers made at a time: they stay in the nearest cache.
private let chunk = 4096

extension Raster {
  fileprivate mutating func apply(
    _ noise: ISONoise,
    _ change: (
      UnsafeMutablePointer<Scalar>, Int, _ turns: UnsafeMutablePointer<Float>?,
      _ lifts: UnsafeMutablePointer<Float>?
    ) -> Void
  ) {
    let pixels = width * height
    values.withUnsafeMutableBufferPointer { samples in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * chunk) { numbers in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk) { words in
          let turns = UnsafeMutableBufferPointer(rebasing: numbers[..<chunk])
          let lifts = UnsafeMutableBufferPointer(rebasing: numbers[chunk...])
          for start in stride(from: 0, to: pixels, by: chunk) {
            noise.turns.write(fromBlock: start / RandomNumbers.block, to: turns)
            noise.lifts.write(fromBlock: start / RandomNumbers.block, to: words)
            for index in 0..<chunk {
              var count = 0
              while count < noise.counts.count, words[index] >= noise.counts[count] { count += 1 }
              lifts[index] = Float(Double(count) * noise.intensity)
            }
            guard let first = samples.baseAddress else { continue }
            change(
              first + 3 * start, min(chunk, pixels - start), turns.baseAddress, lifts.baseAddress)
          }
        }
      }
    }
  }
}
