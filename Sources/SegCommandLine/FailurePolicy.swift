import ArgumentParser
import SegBasics

/// What a command does with a sample it cannot process.
public enum FailurePolicy: Sendable, Equatable {
  /// The first one ends the command.
  case fail
  /// It is reported and left out; the command ends with status 1.
  case skip
  /// As `skip`, and its manifest line or its members are kept in a folder.
  case quarantine(folder: String)
}

extension FailurePolicy: ExpressibleByArgument {
  /// Reads `fail`, `skip` or `quarantine=DIR`.
  public init?(argument: String) {
    switch argument {
    case "fail": self = .fail
    case "skip": self = .skip
    default:
      let prefix = "quarantine="
      guard argument.hasPrefix(prefix), argument.count > prefix.count else { return nil }
      self = .quarantine(folder: String(argument.dropFirst(prefix.count)))
    }
  }

  /// What an error names.
  public static var allValueStrings: [String] { ["fail", "skip", "quarantine=DIR"] }

  /// As it is written on the command line.
  public var defaultValueDescription: String {
    switch self {
    case .fail: "fail"
    case .skip: "skip"
    case .quarantine(let folder): "quarantine=\(folder)"
    }
  }
}

/// `--on-error`.
public struct OnErrorOption: ParsableArguments {
  /// What happens to a sample that cannot be processed.
  @Option(
    name: .customLong("on-error"),
    help: ArgumentHelp(
      "What to do with a sample that cannot be processed: fail, skip, or quarantine=DIR.",
      valueName: "policy"))
  public var policy: FailurePolicy = .fail

  /// An empty group, for the parser.
  public init() {}
}
