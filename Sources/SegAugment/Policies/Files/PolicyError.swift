import SegBasics

/// What can be wrong with a policy file.
public indirect enum PolicyError: SegError {
  /// The text is neither JSON nor the YAML that is read here.
  case syntax(line: Int, String)
  /// A value that must not stand where it stands.
  case unexpected(line: Int, String, expected: String)
  /// An operation that cannot be read.
  case operation(line: Int, OperationError)
  /// What a file of another library asks for and is not to be had here: each with its path.
  case unmapped([String])
  /// The file is larger than any policy.
  case tooLarge(limit: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .syntax(let line, let what): "line \(line): \(what)"
    case .unexpected(let line, let what, let expected):
      "line \(line): expected \(expected), not \(what)"
    case .operation(let line, let error): "line \(line): \(error)"
    case .unmapped(let problems):
      "\(problems.count == 1 ? "one thing" : "\(problems.count) things") cannot be done as written: "
        + problems.joined(separator: "; ")
    case .tooLarge(let limit): "larger than \(limit) bytes, which no policy is"
    }
  }
}
