import SegBasics

/// The order in which an epoch takes samples: a permutation of their numbers, decided by the seed and the
/// epoch alone.
///
/// Nothing is stored, whatever the count: each place is computed by a Feistel network over the numbers of
/// the next even count of bits, walked on until it gives a number below the count. So any reader can begin
/// anywhere, and all agree.
public struct EpochOrder: Sendable {
  /// Samples.
  public let count: Int
  private let halfBits: UInt64
  private let roundKeys: [UInt64]
  private static let rounds = 8

  /// The order of an epoch.
  ///
  /// - Parameters:
  ///   - count: Samples, at least 0.
  ///   - seed: The user's.
  ///   - epoch: The pass over the data, from 0.
  public init(count: Int, seed: UInt64, epoch: Int) {
    precondition(count >= 0 && epoch >= 0, "epoch \(epoch) of \(count) samples")
    self.count = count
    let bits = UInt64.bitWidth - UInt64(max(0, count - 1)).leadingZeroBitCount
    halfBits = UInt64(max(1, (bits + 1) / 2))
    var random = StreamKey(seed: seed, epoch: UInt64(epoch), index: UInt64(count))
      .stream(place: "epoch order")
    roundKeys = (0..<Self.rounds).map { _ in random.next() }
  }

  /// The number of the sample at a place of the epoch, both from 0.
  ///
  /// - Precondition: The place is in `0 ..< count`.
  public subscript(place: Int) -> Int {
    precondition((0..<count).contains(place), "place \(place) of \(count)")
    var number = UInt64(place)
    // A permutation of the larger range: from a number of the smaller it leads back into it.
    repeat { number = permuted(number) } while number >= UInt64(count)
    return Int(number)
  }

  private func permuted(_ number: UInt64) -> UInt64 {
    let mask: UInt64 = (1 << halfBits) - 1
    var left = number >> halfBits
    var right = number & mask
    for key in roundKeys {
      var generator = SplitMix64(state: right ^ key)
      (left, right) = (right, left ^ (generator.next() & mask))
    }
    return left << halfBits | right
  }
}
