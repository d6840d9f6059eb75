import SegBasics
import SegSamples

/// What is counted of the samples while they are packed, and how much is decoded for it.
public enum StatisticsScope: String, Sendable, Codable, CaseIterable {
  /// Class indices, and the channels of pictures stored as arrays; picture files are not decoded.
  case arrays
  /// Class indices and the channels of every picture; all are decoded.
  case full
  /// Nothing: of files that stay as they are only the headers are read, and label values are not held to
  /// the class table.
  case none
}

/// What decides the bytes of a shard set beside its samples.
public struct PackingSettings: Sendable, Equatable, Codable {
  /// How shards are called: `NAME-000000.tar`.
  public var name: String
  /// How pictures are stored.
  public var store: StorageForm
  /// How label maps are stored; nil for what suits the pictures.
  public var storeMask: LabelMapStorage?
  /// The size every sample was brought to, as `segaug resize=` takes it; nil for the size it came in.
  public var resize: String?
  /// What is counted of the samples.
  public var statistics: StatisticsScope
  /// Of how many samples of the input, in a row, a shard is made at the most; nil for no such limit.
  public var shardSamples: Int?
  /// The size in bytes over which a shard does not grow, unless by its only sample; not regarded where
  /// there is a ``shardCount``.
  public var shardSize: Int
  /// Into how many shards the input was divided; nil where limits of size and samples decide.
  public var shardCount: ShardCount?
  /// The seed that decided the order of the samples; nil for the order they came in.
  public var shuffleSeed: UInt64?
  /// The split that a division by shares put the samples into; nil without one.
  public var split: DrawnSplit?
  /// Which part of a set this is; nil for all of it.
  public var part: SetPart?

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
    case storeMask = "store_mask"
    case resize
    case statistics
    case shardSamples = "shard_samples"
    case shardSize = "shard_size"
    case shardCount = "shard_count"
    case shuffleSeed = "shuffle_seed"
    case split
    case part
  }

  /// How label maps are stored.
  var labelMaps: LabelMapStorage { storeMask ?? store.forLabelMaps }

  /// How samples are packed that come from a shard built with these settings: nothing changes.
  var forStoredSamples: PackingSettings {
    var settings = self
    settings.store = .keep
    settings.storeMask = .keep
    return settings
  }

  /// The first setting that differs from those of another run, both in the words of the command line:
  /// `--store raw, not --store source`; nil when all are the same.
  func difference(from other: PackingSettings) -> String? {
    func word<Value>(_ option: String, _ text: (PackingSettings) -> Value?) -> (String, String) {
      func said(_ settings: PackingSettings) -> String {
        text(settings).map { "\(option) \($0)" } ?? "no \(option)"
      }
      return (said(other), said(self))
    }
    let pairs = [
      word("--name") { $0.name }, word("--store") { $0.store.word },
      word("--store-mask") { $0.storeMask?.rawValue }, word("--resize") { $0.resize },
      word("--statistics") { $0.statistics.rawValue },
      word("--samples-per-shard") { $0.shardSamples }, word("--shard-size") { $0.shardSize },
      word("--shard-count") { $0.shardCount }, word("--shuffle, --seed") { $0.shuffleSeed },
      word("--split-by") { $0.split }, word("--part") { $0.part },
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
