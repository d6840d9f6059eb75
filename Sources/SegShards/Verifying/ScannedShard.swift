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
  /// - Throws: `Located` `TarError`; `SystemError`.
  init(_ path: String, name: String) throws {
    let file = try mappedShard(path)
    (index, record) = try locating(path: path) {
      try file.withUnsafeBytes { bytes in
        var scanner = TarScanner(bytes)
        var found = ShardIndex()
        var hash = XXH64()
        var hashed = 0
        var checksums: [UInt64] = []
        while let entry = try scanner.next() {
          hash.add(UnsafeRawBufferPointer(rebasing: bytes[hashed..<entry.offset]))
          hashed = entry.offset + entry.size
          var member = XXH64()
          XXH64.add(
            UnsafeRawBufferPointer(rebasing: bytes[entry.offset..<hashed]), to: &hash,
            and: &member)
          checksums.append(member.value)
          found.add(entry, of: scanner)
        }
        hash.add(UnsafeRawBufferPointer(rebasing: bytes[hashed...]))
        let text = found.encoded()
        return (
          text,
          ShardRecord(
            name: name, size: bytes.count, samples: found.samples.count, xxh64: hash.value.hex,
            index: XXH64.hash(text).hex, members: HexList.text(checksums))
        )
      }
    }
  }
}
