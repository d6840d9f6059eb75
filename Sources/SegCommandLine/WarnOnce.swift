import Synchronization

/// Warns of what many threads come upon, each thing once.
public final class WarnOnce: Sendable {
  private let isQuiet: Bool
  private let said = Mutex<Set<String>>([])

  /// Says nothing where the user wants errors only.
  public init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Prints a line on standard error, unless it was printed before.
  public func warn(_ message: String) {
    let isNew = said.withLock { $0.insert(message).inserted }
    if isNew, !isQuiet { SegCommandLine.warn(message) }
  }
}
