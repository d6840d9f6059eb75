import SegBasics
import SegSamples

/// What tells of the shards of a set when `dataset.json` does not: `index.json`, the indexes beside the
/// shards, and a gap in the numbers of their names.
struct ShardTraces {
  private let counts: [String: Int]
  private let indexed: [String]
  private let hasList: Bool

  /// Looks for them in a folder.
  ///
  /// - Parameter names: What is in the folder.
  init(in folder: String, names: [String]) {
    struct List: Decodable {
      struct Shard: Decodable {
        var url: String
        var nsamples: Int?
      }
      var shardlist: [Shard]
    }
    let file = pathInside(folder, DatasetDescription.widsFileName)
    let list =
      names.contains(DatasetDescription.widsFileName)
      ? try? decodeJSON(List.self, from: readFile(file)).shardlist : nil
    hasList = list != nil
    var counts: [String: Int] = [:]
    // A list made by others may name what is elsewhere.
    for shard in list ?? []
    where shard.url.hasSuffix(".tar") && !shard.url.utf8.contains(UInt8(ascii: "/")) {
      counts[shard.url] = max(0, min(shard.nsamples ?? 0, 1 << 40))
    }
    self.counts = counts
    indexed = names.filter { $0.hasSuffix(".idx") && !$0.hasPrefix(".") }
      .map { $0.dropLast(4) + ".tar" }
  }

  /// The shards that are told of and are not there.
  ///
  /// - Parameter tars: Those that are there.
  func missing(from tars: [String]) -> [String] {
    var found = Set(counts.keys).union(indexed)
    // A set that was repaired without a shard may have a gap, and its list says so.
    if !hasList { found.formUnion(Self.gaps(in: tars + indexed)) }
    return found.subtracting(tars).sorted()
  }

  /// The number of samples in a shard as `index.json` has it.
  func samples(of shard: String) -> Int? { counts[shard] }

  /// The number of samples in the first line of an index.
  static func count(ofIndex text: [UInt8]) -> Int? {
    let line = text.prefix(40).prefix { $0 != UInt8(ascii: "\n") }
    return line.split(separator: UInt8(ascii: " ")).dropFirst().first
      .flatMap { Int(String(decoding: $0, as: UTF8.self)) }
      .flatMap { (0...(1 << 40)).contains($0) ? $0 : nil }
  }

  /// The shards that stand between others by their numbers.
  private static func gaps(in tars: [String]) -> Set<String> {
    var last: [String: Int] = [:]
    for tar in tars {
      let stem = tar.dropLast(4)
      let digits = stem.suffix(6)
      guard digits.count == 6, digits.utf8.allSatisfy({ (48...57).contains($0) }),
        let number = Int(digits), stem.dropLast(6).hasSuffix("-")
      else { continue }
      let name = String(stem.dropLast(7))
      last[name] = max(last[name] ?? 0, number)
    }
    var names: Set<String> = []
    // More than these are no shards that were lost, but names of another kind.
    for (name, number) in last where number < tars.count * 100 + 100 {
      let settings = PackingSettings(name: name)
      for number in 0..<number { names.insert(settings.shardName(number) + ".tar") }
    }
    return names
  }
}
