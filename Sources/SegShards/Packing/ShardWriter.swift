import SegBasics
import SegSamples

/// What is known of a finished shard.
public struct ShardRecord: Sendable, Equatable, Codable {
  /// The name of the file in the set's folder.
  public var name: String
  /// Bytes of the file.
  public var size: Int
  /// Samples in it.
  public var samples: Int
  /// XXH64 of the file, in hexadecimal.
  public var xxh64: String
  /// XXH64 of the index beside it, in hexadecimal.
  public var index: String
  /// XXH64 of each member in the order of the archive, sixteen hexadecimal digits each.
  public var members: String
}

/// Writes one shard, which appears under its name when it is complete, and its index.
struct ShardWriter {
  /// Samples added.
  private(set) var samples = 0
  private let file: HashingSink
  private let path: String
  private var tar: TarWriter
  private var index = ShardIndex()
  private var checksums: [UInt64] = []

  /// Begins a shard, `folder/name.tar`.
  ///
  /// - Throws: `SystemError`.
  init(folder: String, name: String) throws {
    path = pathInside(folder, name)
    let temporary = pathInside(folder, ".\(name).tar.partial")
    file = HashingSink(try AtomicFile(path + ".tar", temporary: temporary))
    tar = TarWriter(file)
  }

  /// The bytes the shard would have, if a sample of this size were added and nothing after it.
  func size(adding archivedSize: Int) -> Int { tar.position + archivedSize + 1024 }

  /// Adds a sample.
  ///
  /// - Throws: `SystemError`.
  mutating func add(_ sample: PackedSample) throws {
    var members: [ShardIndex.Member] = []
    members.reserveCapacity(sample.members.count)
    for member in sample.members {
      let offset = try tar.add(name: member.name, data: member.data)
      checksums.append(member.checksum)
      guard let split = MemberName.split(member.name) else { continue }
      members.append(
        ShardIndex.Member(
          fileExtension: split.extension, offset: offset, size: member.data.count,
          name: member.name))
    }
    index.samples.append(members)
    samples += 1
  }

  /// Ends the shard: it and its index appear.
  ///
  /// - Throws: `SystemError`; then no half of a file stands under a final name.
  mutating func finish() throws -> ShardRecord {
    try tar.finish()
    let text = index.encoded()
    try file.commit()
    do {
      try AtomicFile.write(text, to: path + ".idx")
    } catch {
      // A shard without its index is not finished.
      try? removeFile(path + ".tar")
      throw error
    }
    return ShardRecord(
      name: String(path[path.utf8.index(after: path.utf8.lastIndex(of: 47) ?? path.startIndex)...])
        + ".tar",
      size: file.size, samples: samples, xxh64: file.checksum.hex, index: XXH64.hash(text).hex,
      members: HexList.text(checksums))
  }
}

/// Takes the checksum of what goes to a file.
final class HashingSink: ByteSink {
  private let file: AtomicFile
  private var hash = XXH64()
  private(set) var size = 0

  init(_ file: AtomicFile) { self.file = file }

  var checksum: UInt64 { hash.value }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    hash.add(bytes)
    size += bytes.count
    try file.write(bytes)
  }

  func flush() throws { try file.flush() }

  func commit() throws { try file.commit() }
}
