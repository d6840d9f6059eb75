import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps a second writer out of a folder, by a lock on a file in it.
///
/// The system gives the lock back when the process ends, however it ends; the file that a killed one
/// leaves does no harm.
public final class FolderLock {
  private let path: String
  private var descriptor: FileDescriptor?
  private var cleanup: SignalCleanup.Entry?

  /// Locks a folder; file systems without locks are used unlocked.
  ///
  /// - Parameters:
  ///   - folder: It exists.
  ///   - name: Of the file in the folder; the same for all who keep each other out.
  ///   - busy: What is wrong when another process has the lock.
  /// - Throws: ``Located`` `busy`; ``SystemError``.
  public init(_ folder: String, name: String, busy: any SegError) throws {
    path = folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
    while descriptor == nil {
      let file: FileDescriptor
      do {
        // Writable: network file systems lock nothing else.
        file = try FileDescriptor.open(
          path, .readWrite, options: [.create, .closeOnExec],
          permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
      } catch let reason as Errno {
        throw SystemError(.create, path, reason)
      }
      if flock(file.rawValue, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        try? file.close()
        throw Located(busy, path: folder)
      }
      // Whoever had the lock before may have removed the file after it was opened here.
      if isAtPath(file) { descriptor = file } else { try? file.close() }
    }
    cleanup = SignalCleanup.add(path)
  }

  /// Whether somebody has the lock of a folder; false where that cannot be found out.
  public static func isHeld(_ folder: String, name: String) -> Bool {
    let path = folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
    guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else {
      return false
    }
    defer { try? file.close() }
    return flock(file.rawValue, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Removes the file and gives the lock back.
  public func release() {
    guard let file = descriptor else { return }
    descriptor = nil
    if let cleanup { SignalCleanup.remove(cleanup) }
    try? removeFile(path)
    try? file.close()
  }

  deinit { release() }

  private func isAtPath(_ file: FileDescriptor) -> Bool {
    var opened = stat()
    var found = stat()
    return fstat(file.rawValue, &opened) == 0 && stat(path, &found) == 0
      && opened.st_ino == found.st_ino && opened.st_dev == found.st_dev
  }
}
