/// Names one stream of random numbers: nothing else decides what an operation draws.
///
/// reference: augmentation 2.0. The words are combined by SplitMix64 and FNV-1a, so that neither the
/// number of jobs nor the order of arrival nor a split of the input over machines changes a draw.
public struct StreamKey: Sendable, Hashable {
  /// The seed the user gives.
  public var seed: UInt64
  /// The pass over the data, from 0.
  public var epoch: UInt64
  /// The key of the sample the input came from, or the index of a sample that has none.
  public var index: UInt64
  /// Which copy of the sample, from 0.
  public var copy: UInt64

  /// The streams of one copy of a sample.
  public init(seed: UInt64, epoch: UInt64 = 0, sample: String, copy: UInt64 = 0) {
    self.init(seed: seed, epoch: epoch, index: fnv1a64(sample.utf8), copy: copy)
  }

  /// The streams of one copy of a sample that is known by number.
  public init(seed: UInt64, epoch: UInt64, index: UInt64, copy: UInt64 = 0) {
    self.seed = seed
    self.epoch = epoch
    self.index = index
    self.copy = copy
  }

  /// The seed of the sample, shared by all its copies.
  public var sampleSeed: UInt64 {
    let passSeed = mix(seed ^ (epoch &* 0x9E37_79B9_7F4A_7C15))
    return mix(passSeed ^ (index &* 0xD1B5_4A32_D192_ED03))
  }

  /// The seed of one operation.
  ///
  /// - Parameter place: The operation's path in the policy: `0`, `1`, `2/0` = first child of the third.
  public func operationSeed(place: String) -> UInt64 {
    mix(mix(sampleSeed ^ (copy &* 0x9E37_79B9_7F4A_7C15)) ^ fnv1a64(place.utf8))
  }

  /// The random numbers of one operation.
  ///
  /// - Parameter place: As in ``operationSeed(place:)``.
  public func stream(place: String) -> RandomStream {
    RandomStream(seed: operationSeed(place: place))
  }
}

/// The 64-bit FNV-1a hash.
public func fnv1a64(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// The first SplitMix64 output of a generator whose state is `state`.
private func mix(_ state: UInt64) -> UInt64 {
  var generator = SplitMix64(state: state)
  return generator.next()
}
