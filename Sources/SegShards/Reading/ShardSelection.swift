import SegBasics
import SegSamples

/// Finds samples of shard sets by key.
public struct ShardSelection {
  private var found: [SampleKey: (shard: String, entry: [ShardIndex.Member])] = [:]
  private let keys: [SampleKey]

  /// Looks keys up in the indexes of some sets; the first set that has a key counts.
  ///
  /// - Throws: ``ShardError/noSuchKeys(_:)``, and as `ShardSet.index(of:)`.
  public init(_ keys: [String], in sets: [ShardSet]) throws {
    self.keys = keys.map(SampleKey.init)
    var wanted = Set(self.keys)
    for set in sets {
      for shard in set.shards where !wanted.isEmpty {
        for entry in try set.index(of: shard).samples {
          let key = SampleKey(ShardIndex.key(of: entry))
          if wanted.remove(key) != nil { found[key] = (shard, entry) }
        }
      }
    }
    guard wanted.isEmpty else {
      throw ShardError.noSuchKeys(keys.filter { wanted.contains(SampleKey($0)) })
    }
  }

  /// Reads the samples in the order of the keys.
  ///
  /// - Throws: As `ShardReader`, and what `body` throws.
  public func read(_ body: (SampleMembers) throws -> Void) throws {
    var readers: [String: ShardReader] = [:]
    for key in keys {
      guard let (shard, entry) = found[key] else { continue }
      if readers.count > 64 { readers.removeAll() }
      let reader = try readers[shard] ?? ShardReader(shard)
      readers[shard] = reader
      try body(reader.members(of: entry))
    }
  }
}
