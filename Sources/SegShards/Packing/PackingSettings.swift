import SegBasics
import SegSamples

/// How pictures and label maps are stored.
public enum StorageForm: String, Sendable, Codable, CaseIterable {
  /// Picture files stay as they are, and arrays stay arrays.
  case keep
  /// Both become NumPy arrays, which are memory-mapped without decoding.
  case raw
  /// Arrays become PNG.
  case encoded
}

/// For which pictures channel sums are taken; class counts are always complete.
public enum StatisticsScope: String, Sendable, Codable, CaseIterable {
  /// For those stored as arrays, which costs no decoding.
  case arrays
  /// For every one; picture files are decoded for it.
  case full
  /// For none.
  case none
}

/// What decides the bytes of a shard set beside its samples.
public struct PackingSettings: Sendable, Equatable, Codable {
  /// How shards are called: `NAME-000000.tar`.
  public var name: String
  /// How pictures and label maps are stored.
  public var store: StorageForm
  /// For which pictures channel sums are taken.
  public var statistics: StatisticsScope
  /// The most samples of a shard; nil for no such limit.
  public var shardSamples: Int?
  /// The size in bytes over which a shard does not grow, unless by its only sample.
  public var shardSize: Int

  /// The size of a shard unless told, 256 MiB: little is lost when a run is killed, and sequential
  /// reads are long.
  public static let usualShardSize = 1 << 28

  /// Settings as the command has them when nothing is said.
  public init(
    name: String = "shard", store: StorageForm = .keep, statistics: StatisticsScope = .full,
    shardSamples: Int? = nil, shardSize: Int = PackingSettings.usualShardSize
  ) {
    self.name = name
    self.store = store
    self.statistics = statistics
    self.shardSamples = shardSamples
    self.shardSize = shardSize
  }

  private enum CodingKeys: String, CodingKey {
    case name
    case store
    case statistics
    case shardSamples = "shard_samples"
    case shardSize = "shard_size"
  }

  /// The first setting that differs from those of another run, both in the words of the command line:
  /// `--store raw, not --store keep`; nil when all are the same.
  func difference(from other: PackingSettings) -> String? {
    func samples(_ settings: PackingSettings) -> String {
      settings.shardSamples.map { "--shard-samples \($0)" } ?? "no --shard-samples"
    }
    let pairs = [
      ("--name \(other.name)", "--name \(name)"),
      ("--store \(other.store.rawValue)", "--store \(store.rawValue)"),
      ("--statistics \(other.statistics.rawValue)", "--statistics \(statistics.rawValue)"),
      (samples(other), samples(self)),
      ("--shard-size \(other.shardSize)", "--shard-size \(shardSize)"),
    ]
    return pairs.first { $0.0 != $0.1 }.map { "\($0.0), not \($0.1)" }
  }

  /// The name of a shard without its ending, such as `shard-000004`.
  func shardName(_ number: Int) -> String {
    let digits = String(number)
    return name + "-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// True for the names of shards and their indexes, under this name.
  func isShardFile(_ file: String) -> Bool {
    guard file.hasPrefix(name + "-"), file.hasSuffix(".tar") || file.hasSuffix(".idx") else {
      return false
    }
    let digits = file.dropFirst(name.count + 1).dropLast(4)
    return digits.count == 6 && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
