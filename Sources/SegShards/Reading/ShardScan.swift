import SegBasics
import SegSamples

/// Opens a shard for reading in place; what cannot be mapped, such as a pipe, is read into memory.
///
/// - Throws: `SystemError`; `Located` `FileTooLarge` for more than 2 GiB from a pipe.
func mappedShard(_ path: String) throws -> MappedFile {
  guard try fileStatus(path)?.kind == .other else { return try MappedFile(path: path) }
  return MappedFile(copying: try readFile(path), path: path)
}

/// Size and XXH64 of a file.
///
/// - Throws: `SystemError`.
func fileChecksum(_ path: String) throws -> (size: Int, checksum: UInt64) {
  let file = try mappedShard(path)
  return (file.count, file.withUnsafeBytes { XXH64.hash($0) })
}

extension ShardIndex {
  /// Makes the index of a shard that has none by looking through its headers.
  ///
  /// - Throws: `Located` `TarError`; `SystemError`.
  init(scanning path: String) throws {
    let file = try mappedShard(path)
    try locating(path: path) {
      try file.withUnsafeBytes { bytes in
        var scanner = TarScanner(bytes)
        while let entry = try scanner.next() { add(entry, name: scanner.name(of: entry)) }
      }
    }
  }

  /// Adds a member: to the last sample if it has that key, else as the first of the next.
  mutating func add(_ entry: TarEntry, name: String) {
    guard let split = MemberName.split(name) else { return }
    let member = Member(
      fileExtension: split.extension, offset: entry.offset, size: entry.size, name: name)
    if let last = samples.last?.first,
      let key = MemberName.split(last.name)?.key, SampleKey(key) == SampleKey(split.key)
    {
      samples[samples.count - 1].append(member)
    } else {
      samples.append([member])
    }
  }
}
