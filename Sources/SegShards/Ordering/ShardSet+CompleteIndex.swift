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
    guard let index = try? ShardIndex(text), try index.reachesEnd(of: shard) else {
      return try ShardIndex(scanning: shard)
    }
    return index
  }
}

extension ShardIndex {
  /// Whether nothing but zeros follows the last member.
  fileprivate func reachesEnd(of shard: String) throws -> Bool {
    // What tar pads an archive with at the most.
    let mostPadding = 10240
    guard let last = samples.last?.last, let size = try fileStatus(shard)?.size,
      last.size <= size, last.offset <= size - last.size
    else { return false }
    let end = last.offset + last.size
    guard size - end <= mostPadding + 512 else { return false }
    let rest = try PositionedFile(shard).read(at: end, count: size - end)
    return rest.allSatisfy { $0 == 0 }
  }
}
