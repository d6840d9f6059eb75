/// What a command tells the shell when it ends.
public enum ExitStatus: Int32, Sendable {
  /// Everything asked for was done.
  case done = 0
  /// Done, but with findings, or with samples skipped.
  case findings = 1
  /// The command line is wrong.
  case usage = 64
  /// The input is damaged or contradicts itself.
  case badData = 65
  /// A named input does not exist or cannot be opened.
  case noInput = 66
  /// A defect of SegKit itself.
  case internalError = 70
  /// The system has not enough of something: memory.
  case outOfResources = 71
  /// An output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed half-way.
  case inputOutput = 74
  /// Ended by SIGINT, as the shell counts: 128 + 2.
  case interrupted = 130
  /// Ended by SIGTERM: 128 + 15.
  case terminated = 143
}
