import SegBasics
import SegSamples

extension ShardSet {
  /// The index of a shard, if it lists all of it: the one beside the shard, or else one made by reading
  /// the shard through.
  ///
  /// A sample that only an outdated index leaves out must not get lost.
  ///
  /// - Throws: `Located` `TarError` or ``ShardError``; `SystemError`.
  func completeIndex(of shard: String, record: ShardRecord?) throws -> ShardIndex {
    let beside = Self.indexPath(of: shard)
    guard try fileStatus(beside)?.kind == .file else { return try ShardIndex(scanning: shard) }
    let text = try readFile(beside)
    if let record {
      guard XXH64.hash(text).hex == record.index, let index = try? ShardIndex(text),
        index.samples.count == record.samples
      else { return try ShardIndex(scanning: shard) }
      return index
    }
    guard let index = try? ShardIndex(text), try isAsNew(beside, as: shard),
      try mappedShard(shard).withUnsafeBytes(index.covers)
    else { return try ShardIndex(scanning: shard) }
    return index
  }
}
