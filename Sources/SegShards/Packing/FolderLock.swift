import SegBasics
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
final class FolderLock {
  /// The name of the file in the folder.
  static let fileName = ".segpack-lock"

  private let path: String
  private var descriptor: FileDescriptor?

  /// Locks a folder; file systems without locks are used unlocked.
  ///
  /// - Throws: `Located` ``ShardError/folderBusy``; `SystemError`.
  init(_ folder: String) throws {
    path = pathInside(folder, Self.fileName)
    while descriptor == nil {
      let file: FileDescriptor
      do {
        // Writable: network file systems lock nothing else.
        file = try FileDescriptor.open(
          path, .readWrite, options: .create,
          permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
      } catch let reason as Errno {
        throw SystemError(.create, path, reason)
      }
      if flock(file.rawValue, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        try? file.close()
        throw Located(ShardError.folderBusy, path: folder)
      }
      // Whoever had the lock before may have removed the file after it was opened here.
      if isAtPath(file) { descriptor = file } else { try? file.close() }
    }
  }

  /// Removes the file and gives the lock back.
  func release() {
    guard let file = descriptor else { return }
    descriptor = nil
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
