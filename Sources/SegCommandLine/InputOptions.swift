import ArgumentParser
import SegBasics

/// `--retries` and `--timeout`, for inputs that are commands.
public struct InputOptions: ParsableArguments {
  /// How often a command is run again.
  @Option(
    help: ArgumentHelp(
      "How often the command of a pipe:COMMAND input is run again without a new byte from it. "
        + "(default: 3)",
      valueName: "n"))
  public var retries: Int?

  /// Seconds without a byte.
  @Option(
    help: ArgumentHelp(
      "Seconds without a byte after which the command counts as failed; 0 waits for ever. (default: 300)",
      valueName: "s"))
  public var timeout: Double?

  /// An empty group, for the parser.
  public init() {}

  /// Refuses numbers without a meaning; from then on commands are treated so.
  public func validate() throws {
    guard (0...1000).contains(retries ?? 0) else {
      throw ValidationError("--retries takes 0 to 1000")
    }
    guard (0...1e6).contains(timeout ?? 0) else {
      throw ValidationError("--timeout takes 0 to 1000000 seconds")
    }
    var patience = CommandInput.Patience()
    if let retries { patience.retries = retries }
    if let timeout { patience.timeout = timeout > 0 ? timeout : nil }
    CommandInput.patience = patience
  }
}
