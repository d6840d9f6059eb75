import SegBasics
import SegShards

/// Draws samples at random from all there are, in random order.
///
/// Each sample gets a number from the seed and its key; those with the smallest are taken. So the
/// choice does not depend on the order of the input, nor on where it is cut into files.
public struct RandomChoice {
  private struct Candidate {
    let rank: UInt64
    let sample: PendingSample
  }

  /// How many samples were offered.
  public private(set) var offered = 0
  private let count: Int
  private let seed: UInt64
  private var chosen: [Candidate] = []

  /// Will take `count` samples, at least 1.
  public init(count: Int, seed: UInt64) {
    precondition(count >= 1, "a choice of \(count) samples")
    self.count = count
    self.seed = seed
  }

  /// Offers a sample; at most `count` are kept in memory.
  ///
  /// - Complexity: O(`count`).
  public mutating func offer(_ sample: PendingSample) {
    offered += 1
    let key = StreamKey(seed: seed, sample: sample.key)
    let rank = key.operationSeed(place: "sheet")
    if chosen.count == count, let last = chosen.last, last.rank <= rank { return }
    // Samples of one key stay in the order of the input.
    let place = chosen.firstIndex { $0.rank > rank } ?? chosen.endIndex
    chosen.insert(Candidate(rank: rank, sample: sample), at: place)
    if chosen.count > count { chosen.removeLast() }
  }

  /// The samples taken, in random order.
  public var samples: [PendingSample] { chosen.map(\.sample) }
}
