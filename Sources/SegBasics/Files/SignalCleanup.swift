import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Removes unfinished files when a signal ends the program, and lets the signal end it.
///
/// A handler may neither allocate nor lock, so the paths stand in fixed memory, each with an atomic
/// word that says who may touch it. A file that finds no room simply stays behind.
public enum SignalCleanup {
  /// The place of one path in the table.
  struct Entry { fileprivate let number: Int }

  private enum Use {
    static let free = 0
    static let changing = 1
    static let ready = 2
    /// The handler has it; it is never free again, for the program is about to end.
    static let seized = 3
  }

  private struct Table: @unchecked Sendable {
    static let count = 64
    /// Longer paths are not kept.
    static let width = 1024
    let paths = UnsafeMutablePointer<CChar>.allocate(capacity: count * width)
    let uses = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: count)
    /// What is said in the end, and how many bytes of it.
    let message = UnsafeMutablePointer<UInt8>.allocate(capacity: width)
    let messageLength = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: 1)

    init() {
      messageLength.initialize(to: Atomic(0))
      for number in 0..<Self.count { (uses + number).initialize(to: Atomic(Use.free)) }
    }

    func path(_ number: Int) -> UnsafeMutablePointer<CChar> { paths + number * Self.width }

    /// Changes a word if it has the value expected.
    func change(_ number: Int, from old: Int, to new: Int) -> Bool {
      uses[number].compareExchange(
        expected: old, desired: new, ordering: .sequentiallyConsistent
      ).exchanged
    }
  }

  private static let table = Table()

  private static let isInstalled: Bool = {
    // The handler must find the table made: making it allocates.
    _ = table.change(0, from: Use.changing, to: Use.changing)
    CommandGroups.prepare()
    // A parent may have started us from a thread that blocks signals; the mask is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGHUP, SIGINT, SIGTERM] { sigaddset(&signals, number) }
    for number in [SIGHUP, SIGINT, SIGTERM] {
      // A signal that is ignored, as under nohup, or handled already stays so.
      if let before = signal(number, { SignalCleanup.handle($0) }) { signal(number, before) }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    return true
  }()

  /// Readies it, so that a handler of the program's own may call ``end(on:)``.
  ///
  /// SIGHUP, SIGINT and SIGTERM end the program cleanly from then on, where nothing handles them yet.
  public static func prepare() { _ = isInstalled }

  /// Removes unfinished files and lets a signal end the program; safe in a signal handler after
  /// ``prepare()``.
  public static func end(on number: Int32) { handle(number) }

  /// Ends the commands that are read, so that nobody waits for them any more; safe in a signal handler
  /// after ``prepare()``.
  public static func endCommands() { CommandGroups.end() }

  /// Has a line printed on standard error when a signal ends the program; an empty one prints nothing.
  ///
  /// - Parameter line: At most 1000 bytes of it, without a line break.
  public static func announce(_ line: String) {
    guard isInstalled else { return }
    let bytes = line.isEmpty ? [] : Array(line.utf8.prefix(1000)) + [UInt8(ascii: "\n")]
    table.messageLength.pointee.store(0, ordering: .sequentiallyConsistent)
    table.message.update(from: bytes, count: bytes.count)
    table.messageLength.pointee.store(bytes.count, ordering: .sequentiallyConsistent)
  }

  /// Has a file removed when a signal comes; nil when there is no room for its path.
  static func add(_ path: String) -> Entry? {
    guard isInstalled, path.utf8.count < Table.width else { return nil }
    for number in 0..<Table.count where table.change(number, from: Use.free, to: Use.changing) {
      let bytes = table.path(number)
      for (offset, byte) in path.utf8.enumerated() { bytes[offset] = CChar(bitPattern: byte) }
      bytes[path.utf8.count] = 0
      _ = table.change(number, from: Use.changing, to: Use.ready)
      return Entry(number: number)
    }
    return nil
  }

  /// Forgets a file.
  static func remove(_ entry: Entry) {
    _ = table.change(entry.number, from: Use.ready, to: Use.free)
  }

  /// The handler: only calls that are safe in one.
  private static func handle(_ number: Int32) {
    removeFiles()
    // The terminal's signals do not reach them.
    CommandGroups.end()
    let length = table.messageLength.pointee.load(ordering: .sequentiallyConsistent)
    // What is written cannot be waited for, and nobody can be told that it was not.
    if length > 0 { _ = write(STDERR_FILENO, table.message, length) }
    // Other threads go on meanwhile: one may just have made a file that was listed before.
    removeFiles()
    // The signal waits until this returns, and then ends the program as if nothing had caught it.
    signal(number, SIG_DFL)
    raise(number)
  }

  /// Removes all files of the list; safe in a signal handler.
  private static func removeFiles() {
    var place = 0
    while place < Table.count {
      if table.change(place, from: Use.ready, to: Use.seized)
        || table.change(place, from: Use.seized, to: Use.seized)
      {
        unlink(table.path(place))
      }
      place += 1
    }
  }
}
