import SegBasics
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Puts a shard of one set into the folder of another, its bytes copied only where they must be.
enum ShardTransfer {
  /// Gives a shard a second place, whole from the moment it has the name: shares its blocks where the
  /// file system can, else the file itself, else copies.
  ///
  /// - Parameters:
  ///   - record: What the shard is to be; a copy is compared with it while it is made.
  ///   - copies: Whether nothing is shared.
  /// - Throws: `Located` ``MergeError/damagedShard``; `SystemError`.
  static func place(
    _ source: String, at path: String, record: ShardRecord, copies: Bool
  ) throws {
    if !copies, try shareBlocks(of: source, with: path) || isLinked(source, to: path) {
      return try synchronize(path)
    }
    let file = HashingSink(try AtomicFile(path, temporary: hidden(path)))
    let input = try BufferedInput(path: source)
    while true {
      let piece = try input.read(1 << 20)
      if piece.isEmpty { break }
      try file.write(piece)
    }
    guard file.size == record.size, file.checksum.hex == record.xxh64 else {
      throw Located(MergeError.damagedShard, path: source)
    }
    try file.commit()
  }

  /// Whether what stands under a name is the shard already, and outlives a power failure.
  ///
  /// - Parameter copies: Whether a link to the shard itself is none of it.
  /// - Throws: `SystemError`.
  static func stands(
    _ source: String, at path: String, record: ShardRecord, copies: Bool
  ) throws -> Bool {
    guard let status = try fileStatus(path), status.kind == .file, status.size == record.size
    else { return false }
    if try FileIdentity(path) == FileIdentity(source) {
      guard !copies else { return false }
    } else {
      guard try fileChecksum(path).checksum.hex == record.xxh64 else { return false }
    }
    try synchronize(path)
    return true
  }

  /// Compares a shard with its index, which is as it was written, without reading it: whether the headers
  /// of the first and the last member stand where they are to, and the end of the archive.
  ///
  /// - Throws: `Located` ``MergeError/damagedShard``; `SystemError`.
  static func check(_ path: String, against index: ShardIndex) throws {
    let shard = try ShardReader(path)
    for member in [index.samples.first?.first, index.samples.last?.last].compactMap({ $0 }) {
      var name = member.name
      let data = name.withUTF8 {
        shard.bytes(at: member.offset, size: member.size, name: UnsafeRawBufferPointer($0))
      }
      guard data != nil else { throw Located(MergeError.damagedShard, path: path) }
    }
    guard shard.endsArchive else { throw Located(MergeError.damagedShard, path: path) }
  }

  /// Makes the bytes of a file durable, whoever wrote them.
  ///
  /// - Throws: `SystemError`.
  private static func synchronize(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(.open, path, Errno(rawValue: errno)) }
    defer { close(descriptor) }
    // A file system that cannot is left alone.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw SystemError(.write, path, Errno(rawValue: errno))
    }
  }

  private static func hidden(_ path: String) -> String {
    let path = FilePath(path)
    let name = path.lastComponent?.string ?? ""
    return path.removingLastComponent().appending(".\(name).partial").string
  }

  private static func isLinked(_ source: String, to path: String) -> Bool {
    linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
  }

  /// Makes a file of the same blocks; false where the file system cannot.
  private static func shareBlocks(of source: String, with path: String) throws -> Bool {
    #if os(Linux)
      // FICLONE of linux/fs.h, which the module of the C library does not have.
      let shareBlocks: UInt = 0x4004_9409
      let from = open(source, O_RDONLY | O_CLOEXEC)
      guard from >= 0 else { return false }
      defer { close(from) }
      let temporary = hidden(path)
      let to = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard to >= 0 else { return false }
      defer { close(to) }
      guard ioctl(to, shareBlocks, from) == 0, fsync(to) == 0 else {
        unlink(temporary)
        return false
      }
      try renameFile(temporary, to: path)
      return true
    #else
      return false
    #endif
  }
}
