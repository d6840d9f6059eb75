import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A new file under a name nobody looks for, which is removed when a signal ends the program.
struct HiddenFile {
  /// Where it grows.
  let path: String
  /// Open for writing.
  let descriptor: FileDescriptor
  private let entry: SignalCleanup.Entry?

  /// Makes the file; one that another has made, or a link, is never opened.
  ///
  /// - Parameters:
  ///   - name: Its path; nil for a random one.
  ///   - target: The file it is to become.
  ///   - given: What errors call the target.
  ///   - mode: The permissions; nil for those of a new file.
  /// - Throws: ``SystemError``.
  init(named name: String?, besides target: String, for given: String, mode: mode_t?) throws {
    var attempts = 0
    while true {
      let path = name ?? Self.randomName(besides: target)
      // First, so that a signal that comes while it is made finds it in the list.
      let entry = SignalCleanup.add(path)
      let descriptor = open(
        path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode ?? 0o666)
      guard descriptor < 0 else {
        self.path = path
        self.descriptor = FileDescriptor(rawValue: descriptor)
        self.entry = entry
        // Some file systems have no modes; the content matters more.
        if let mode { fchmod(descriptor, mode) }
        return
      }
      let reason = Errno(rawValue: errno)
      if let entry { SignalCleanup.remove(entry) }
      attempts += 1
      guard name == nil, reason == .fileExists, attempts < 100 else {
        throw SystemError(.create, reason == .fileExists ? path : given, reason)
      }
    }
  }

  /// `.NAME.NUMBER.partial`, with as much of the name as there is room for.
  private static func randomName(besides target: String) -> String {
    let target = FilePath(target)
    let ending = ".\(UInt32.random(in: 0...UInt32.max)).partial"
    var name = target.lastComponent?.string ?? ""
    while 1 + name.utf8.count + ending.utf8.count > Int(NAME_MAX) { name.removeLast() }
    return target.removingLastComponent().appending(".\(name)\(ending)").string
  }

  /// Removes it.
  func remove() {
    try? removeFile(path)
    isGone()
  }

  /// Says that nothing stands under the name any more.
  func isGone() { if let entry { SignalCleanup.remove(entry) } }
}
