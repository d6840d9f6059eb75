import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which file or folder a path leads to, however it is spelt, linked or mounted.
public struct FileIdentity: Sendable, Hashable {
  private let device: UInt64
  private let number: UInt64

  /// Looks at a path, following links; nil when nothing stands there.
  ///
  /// - Throws: ``SystemError`` when it cannot be examined.
  public init?(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let reason = Errno(rawValue: errno)
      if reason == .noSuchFileOrDirectory || reason == .notDirectory { return nil }
      throw SystemError(.examine, path, reason)
    }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// The path without links, `.` and `..`, as far as something stands there already; the rest as given.
///
/// - Returns: An absolute path. Two that are to be created are the same place when these are equal.
public func resolvedPath(_ path: String) -> String {
  var existing = FilePath(path)
  var rest: [String] = []
  while true {
    if let text = realpath(existing.isEmpty ? "." : existing.string, nil) {
      defer { free(text) }
      let base = FilePath(String(cString: text))
      return rest.reversed().reduce(base) { $0.appending($1) }.lexicallyNormalized().string
    }
    guard let last = existing.lastComponent else { return path }
    rest.append(last.string)
    existing.removeLastComponent()
  }
}
