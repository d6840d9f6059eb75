import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The process groups of the commands that run, which end with the program.
///
/// A signal handler must find them: they stand in fixed memory. A group that finds no room is ended by
/// its reader alone.
enum CommandGroups {
  /// The place of one group in the table.
  struct Entry { fileprivate let number: Int }

  private struct Table: @unchecked Sendable {
    static let count = 256
    /// Their leaders; 0 where there is none.
    let leaders = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: count)

    init() {
      for number in 0..<Self.count { (leaders + number).initialize(to: Atomic(0)) }
    }
  }

  private static let table = Table()
  private static let ending = Atomic(false)

  /// Whether the program is told to end: no command is run again.
  static var isEnding: Bool { ending.load(ordering: .sequentiallyConsistent) }

  private static let isReady: Bool = {
    SignalCleanup.prepare()
    // `exit(3)` leaves no time to whoever reads the command.
    atexit { CommandGroups.end() }
    return true
  }()

  /// Has a group ended when the program ends; nil when there is no room for it.
  static func add(_ leader: pid_t) -> Entry? {
    guard isReady else { return nil }
    for number in 0..<Table.count
    where table.leaders[number].compareExchange(
      expected: 0, desired: Int(leader), ordering: .sequentiallyConsistent
    ).exchanged {
      return Entry(number: number)
    }
    return nil
  }

  /// Forgets a group.
  static func remove(_ entry: Entry) {
    table.leaders[entry.number].store(0, ordering: .sequentiallyConsistent)
  }

  /// Makes the table, so that ``end()`` may be called in a signal handler.
  static func prepare() { _ = (table.leaders, isEnding) }

  /// Ends all groups; only calls that are safe in a signal handler.
  static func end() {
    ending.store(true, ordering: .sequentiallyConsistent)
    var number = 0
    while number < Table.count {
      let leader = table.leaders[number].exchange(0, ordering: .sequentiallyConsistent)
      if leader > 0 { kill(-pid_t(leader), SIGTERM) }
      number += 1
    }
  }
}
