import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a path that is to be written leads to.
enum WriteTarget {
  /// A regular file, or nothing yet; the path without a link at its end, and the mode of the file.
  case file(path: String, mode: mode_t?)
  /// A pipe, a device, or a file that is open already; written where it stands.
  case special

  /// Follows links.
  ///
  /// - Throws: ``SystemError`` for a folder, and for links that go in a circle.
  init(_ path: String) throws {
    var status = stat()
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw SystemError(.create, path, .isDirectory)
      default:
        self = .special
        return
      }
    }
    var target = FilePath(path)
    // As many links as Linux follows.
    for _ in 0..<40 {
      // What is open already belongs to the shell too: `/dev/stdout` leads here.
      if target.starts(with: "/proc") || target.starts(with: "/dev/fd") {
        self = .special
        return
      }
      guard let link = Self.link(target.string) else {
        let exists = lstat(target.string, &status) == 0
        self = .file(path: target.string, mode: exists ? status.st_mode & 0o777 : nil)
        return
      }
      // Not normalized: `..` means something else after a linked folder.
      target = target.removingLastComponent().pushing(FilePath(link))
    }
    throw SystemError(.create, path, .tooManySymbolicLinkLevels)
  }

  /// What a link contains; nil for what is no link.
  private static func link(_ path: String) -> String? {
    let bytes = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let base = buffer.baseAddress else { return [UInt8]() }
      let count = max(0, readlink(path, base, buffer.count))
      return buffer[..<count].map { UInt8(bitPattern: $0) }
    }
    return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
  }
}
