import SegBasics
import SegSamples

/// Decides which split a sample goes to.
public struct SplitAssignment: Sendable {
  /// The splits and their shares.
  public let parts: SplitParts
  /// The seed the user gives.
  public let seed: UInt64

  /// An assignment that depends on these and on nothing else.
  public init(parts: SplitParts, seed: UInt64) {
    self.parts = parts
    self.seed = seed
  }

  /// The split of a key, whatever other keys there are; copies of one sample fall into one.
  ///
  /// Each origin draws its own number, so that the shares are met on average only: of n samples without
  /// copies, a share p gets n·p ± √(n·p·(1−p)).
  public func split(ofKey key: String) -> String {
    split(ofOrigin: SampleDescent.origin(of: key))
  }

  /// The split of all copies of a sample.
  public func split(ofOrigin origin: SampleKey) -> String { parts.name(at: position(origin)) }

  /// The splits of the origins of one group, in the order given: the shares are met to within one.
  ///
  /// The origins are put in the order of the same numbers and cut; a new one moves at most one of them
  /// across each cut. Where the cuts fall between whole samples is drawn for each group, so that
  /// many small groups together meet the shares too.
  ///
  /// - Complexity: O(n log n).
  public func splits(ofOrigins keys: [SampleKey], group: String) -> [String] {
    let positions = keys.map(position)
    let order = keys.indices.sorted {
      positions[$0] != positions[$1]
        ? positions[$0] < positions[$1]
        : keys[$0].text.utf8.lexicographicallyPrecedes(keys[$1].text.utf8)
    }
    var stream = StreamKey(seed: seed, sample: group).stream(place: "split/group")
    let offset = stream.uniform()
    let count = Double(keys.count)
    let cuts = parts.thresholds.map { min(keys.count, Int($0 * count + offset)) }
    var result = [String](repeating: "", count: keys.count)
    for (rank, index) in order.enumerated() {
      let part = cuts.firstIndex { rank < $0 } ?? parts.parts.count - 1
      result[index] = parts.parts[part].name
    }
    return result
  }

  /// A number of `0 ..< 1` that depends on the seed and the key only.
  private func position(_ key: SampleKey) -> Double {
    var stream = StreamKey(seed: seed, sample: key.text).stream(place: "split")
    return stream.uniform()
  }
}
