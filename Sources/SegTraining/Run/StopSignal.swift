import SegBasics
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The signals that ask a program to end.
public enum StopSignal: Sendable, Equatable {
  /// SIGINT: a person pressed Control-C.
  case interrupt
  /// SIGTERM: the system, or a batch queue, wants it gone.
  case terminate

  /// The first signal caught; 0 for none.
  private static let caught = Atomic<Int32>(0)
  /// When it came, in nanoseconds.
  private static let time = Atomic<Int64>(0)

  /// Catches both signals from now on, but for one that is ignored: work ends at the next ``check()``.
  ///
  /// A second signal means it, and ends the program at once; unfinished files are removed.
  public static func watch() {
    // Made now, so that the handler finds them made.
    SignalCleanup.prepare()
    caught.store(0, ordering: .relaxed)
    time.store(0, ordering: .relaxed)
    // A parent may have started us from a thread that blocks signals; the mask is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM] {
      let before = signal(number) { StopSignal.handle($0) }
      // Shells start background work with SIGINT ignored, and nohup means it too.
      let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
      if unsafeBitCast(before, to: Int.self) == ignored { signal(number, SIG_IGN) }
    }
  }

  /// The handler: only calls that are safe in one.
  private static func handle(_ number: Int32) {
    var clock = timespec()
    clock_gettime(CLOCK_MONOTONIC, &clock)
    let now = Int64(clock.tv_sec) * 1_000_000_000 + Int64(clock.tv_nsec)
    let first = caught.compareExchange(expected: 0, desired: number, ordering: .relaxed)
    if first.exchanged {
      time.store(now, ordering: .relaxed)
      SignalCleanup.endCommands()
    } else if now - time.load(ordering: .relaxed) > 100_000_000 {
      // Earlier it is the same one: `timeout` signals a process, and then its group.
      SignalCleanup.end(on: number)
    }
  }

  /// Asks whether a signal was caught.
  ///
  /// - Throws: ``TrainingError/stopped(_:)``.
  public static func check() throws(TrainingError) {
    switch caught.load(ordering: .relaxed) {
    case 0: return
    case SIGINT: throw .stopped(.interrupt)
    default: throw .stopped(.terminate)
    }
  }

  /// Asks for the next of something, and then whether a signal was caught: the end of an input may be
  /// that of a program that was told to stop too.
  ///
  /// - Throws: What `next` throws; ``TrainingError/stopped(_:)``.
  static func checking<Element>(_ next: () throws -> Element?) throws -> Element? {
    let element: Element?
    do {
      element = try next()
    } catch {
      // A command that was ended for the signal is no failure of its own.
      try check()
      throw error
    }
    try check()
    return element
  }
}
