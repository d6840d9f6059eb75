import SegBasics
import SegSamples

/// What a shard says of itself: its index, its checksums and its record, from the tar alone.
struct ScannedShard: Sendable {
  /// The index that belongs beside it.
  let index: [UInt8]
  /// What `dataset.json` should say of it.
  let record: ShardRecord

  /// Looks through a shard.
  ///
  /// - Throws: `Located` `TarError` or ``ShardFault/unreadable(at:_:)``; `SystemError`.
  init(_ path: String, name: String) throws {
    let file = try ShardBytes(path)
    (index, record) = try locating(path: path) {
      let pass = ShardPass(file)
      var found = ShardIndex()
      var checksums: [UInt64] = []
      while let entry = try pass.next() {
        found.add(entry, name: pass.name(of: entry))
        checksums.append(try pass.checksum(of: entry))
      }
      let checksum = try pass.finish()
      let text = found.encoded()
      return (
        text,
        ShardRecord(
          name: name, size: file.count, samples: found.samples.count, xxh64: checksum.hex,
          index: XXH64.hash(text).hex, members: HexList.text(checksums))
      )
    }
  }
}
