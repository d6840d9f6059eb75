import SegBasics
import SegSamples

/// Size and XXH64 of a file.
///
/// - Throws: `SystemError`.
func fileChecksum(_ path: String) throws -> (size: Int, checksum: UInt64) {
  let input = try BufferedInput(path: path)
  var hash = XXH64()
  while true {
    let piece = try input.read(1 << 20)
    guard !piece.isEmpty else { return (input.position, hash.value) }
    piece.withUnsafeBytes { hash.add($0) }
  }
}

extension ShardIndex {
  /// Makes the index of a shard that has none by reading it through.
  ///
  /// - Throws: `Located` `TarError`; `SystemError`.
  init(scanning path: String) throws {
    let tar = TarReader(try BufferedInput(path: path))
    try locating(path: path) {
      while let member = try tar.next() { add(member) }
    }
  }

  /// Adds a member: to the last sample if it has that key, else as the first of the next.
  mutating func add(_ member: TarReader.Member) {
    guard let split = MemberName.split(member.name) else { return }
    let entry = Member(
      fileExtension: split.extension, offset: member.offset, size: member.data.count,
      name: member.name)
    if let last = samples.last?.first,
      let key = MemberName.split(last.name)?.key, SampleKey(key) == SampleKey(split.key)
    {
      samples[samples.count - 1].append(entry)
    } else {
      samples.append([entry])
    }
  }
}
