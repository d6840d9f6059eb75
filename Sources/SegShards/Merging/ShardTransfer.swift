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
    if !copies, try shareBlocks(of: source, with: path) || isLinked(source, to: path) { return }
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

  /// Whether what stands under a name is the shard already.
  ///
  /// - Throws: `SystemError`.
  static func stands(_ source: String, at path: String, record: ShardRecord) throws -> Bool {
    guard let status = try fileStatus(path), status.kind == .file, status.size == record.size
    else { return false }
    if try FileIdentity(path) == FileIdentity(source) { return true }
    return try fileChecksum(path).checksum.hex == record.xxh64
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
