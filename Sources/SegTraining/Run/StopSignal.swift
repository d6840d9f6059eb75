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

  /// The last signal caught; 0 for none.
  private static let caught = Atomic<Int32>(0)

  /// Catches both signals from now on, but for one that is ignored; work ends at the next ``check()``.
  public static func watch() {
    // Made now, so that the handler finds it made.
    caught.store(0, ordering: .relaxed)
    // A parent may have started us from a thread that blocks signals; the mask is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM] {
      let before = signal(number) { number in
        // A second one means it: the default action ends the process at once.
        signal(number, SIG_DFL)
        StopSignal.caught.store(number, ordering: .relaxed)
      }
      // Shells start background work with SIGINT ignored, and nohup means it too.
      let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
      if unsafeBitCast(before, to: Int.self) == ignored { signal(number, SIG_IGN) }
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
}
