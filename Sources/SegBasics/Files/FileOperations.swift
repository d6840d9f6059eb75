import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What stands under a path.
public struct FileStatus: Equatable, Sendable {
  /// The kinds the toolkit tells apart.
  public enum Kind: Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A pipe, a device, a socket.
    case other
  }

  /// File, folder or something else; links are followed.
  public let kind: Kind
  /// Size in bytes.
  public let size: Int
  /// Time of the last change, in nanoseconds since 1970.
  public let modified: Int64
}

/// Looks at a path, following links.
///
/// - Returns: nil when nothing stands there, or can stand there because the path is too long.
/// - Throws: ``SystemError`` when it cannot be examined.
public func fileStatus(_ path: String) throws -> FileStatus? {
  var status = stat()
  guard stat(path, &status) == 0 else {
    let reason = Errno(rawValue: errno)
    let nothing: [Errno] = [.noSuchFileOrDirectory, .notDirectory, .fileNameTooLong]
    if nothing.contains(reason) { return nil }
    throw SystemError(.examine, path, reason)
  }
  let kind: FileStatus.Kind =
    switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  #if canImport(Darwin)
    let time = status.st_mtimespec
  #else
    let time = status.st_mtim
  #endif
  return FileStatus(
    kind: kind, size: Int(status.st_size),
    modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
}

/// Makes a folder and those above it; one that stands already is left as it is.
///
/// - Throws: ``SystemError`` when it cannot be made.
public func createFolder(_ path: String) throws {
  guard mkdir(path, 0o777) != 0 else { return }
  var reason = Errno(rawValue: errno)
  if reason == .noSuchFileOrDirectory {
    let parent = FilePath(path).removingLastComponent()
    if !parent.isEmpty {
      try createFolder(parent.string)
      guard mkdir(path, 0o777) != 0 else { return }
      reason = Errno(rawValue: errno)
    }
  }
  if reason == .fileExists, try fileStatus(path)?.kind == .folder { return }
  throw SystemError(.create, path, reason)
}

/// Removes a file; nothing happens when there is none.
///
/// - Throws: ``SystemError`` when it cannot be removed.
public func removeFile(_ path: String) throws {
  guard unlink(path) != 0, errno != ENOENT else { return }
  throw SystemError(.remove, path, Errno(rawValue: errno))
}

/// Renames a file, replacing what stood under the new name, and makes the new name durable if asked.
///
/// - Throws: ``SystemError``.
public func renameFile(_ from: String, to path: String, durably: Bool = true) throws {
  guard rename(from, path) == 0 else {
    throw SystemError(.rename, path, Errno(rawValue: errno))
  }
  guard durably else { return }
  let parent = FilePath(path).removingLastComponent()
  synchronizeFolder(parent.isEmpty ? "." : parent.string)
}

/// Asks the system to make a folder's entries durable; file systems that cannot are left alone.
public func synchronizeFolder(_ path: String) {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}
