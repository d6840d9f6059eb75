/// A command that did not give all it should.
public struct CommandFailure: SegError {
  /// In which way a command can fail.
  public enum Reason: Error, Sendable, Equatable {
    /// It ended with a status other than 0.
    case status(Int32)
    /// A signal ended it.
    case signal(Int32)
    /// No byte came for some seconds.
    case silent(Double)
    /// It closed its output, but did not end within some seconds.
    case lingers(Double)
    /// It ended after some bytes, before the end of what it wrote.
    case endedEarly(Int)
    /// Run again, it gave other bytes than the first time.
    case changed
  }

  /// The command.
  public let command: String
  /// What happened the last time.
  public let reason: Reason
  /// How often it was run since it last gave anything new.
  public let attempts: Int

  /// Describes a failure.
  public init(command: String, reason: Reason, attempts: Int) {
    self.command = command
    self.reason = reason
    self.attempts = attempts
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .inputOutput }

  /// What is wrong, and what to do.
  public var description: String {
    let what =
      switch reason {
      case .status(let status): "ended with status \(status)"
      case .signal(let number): "was ended by signal \(number)"
      case .silent(let seconds): "gave no byte for \(Int(seconds.rounded(.up))) s (--timeout)"
      case .lingers(let seconds):
        "closed its output and did not end within \(Int(seconds.rounded(.up))) s (--timeout)"
      case .endedEarly(let count): "ended after \(count) bytes, before the end of the archive"
      case .changed: "gave other bytes when it was run again"
      }
    return "pipe:\(command): the command \(what)"
      + (attempts > 1 ? ", \(attempts) times (--retries)" : "")
  }
}
