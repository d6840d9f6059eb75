#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// xoshiro256** (Blackman, Vigna 2018) with the draw rules of reference augmentation 2.0.
///
/// Every draw is defined down to the bit, but for the last place of `log`, `cos` and `pow`, which
/// is the C library's.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Seeds the four words of state with four SplitMix64 outputs.
  public init(seed: UInt64) {
    var seeder = SplitMix64(state: seed)
    state = (seeder.next(), seeder.next(), seeder.next(), seeder.next())
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number in `0 ..< 1` with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A seed of 53 random bits, which every reader of JSON holds.
  public mutating func seed() -> UInt64 { next() >> 11 }

  /// A number in `low ..< high`.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// True with the given probability: `u < p`.
  public mutating func chance(_ probability: Double) -> Bool {
    uniform() < probability
  }

  /// An integer in `range`, both ends included: `low + floor(u·n)`.
  ///
  /// - Precondition: The range holds fewer than 2³¹ integers.
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let count = range.upperBound - range.lowerBound + 1
    precondition(count < 1 << 31, "a draw from \(count) integers is not defined")
    return range.lowerBound + Int(uniform() * Double(count))
  }

  /// A standard normal number (Box–Muller; the second value is discarded).
  public mutating func normal() -> Double {
    let first = uniform()
    let second = uniform()
    return (-2 * log(1 - first)).squareRoot() * cos(2 * Double.pi * second)
  }

  /// The integers `0 ..< count` in random order (Fisher–Yates from the end).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(in: 0...last))
    }
    return order
  }
}
