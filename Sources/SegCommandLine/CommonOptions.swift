import ArgumentParser
import SegBasics

/// `--jobs`, which never changes a byte of what comes out.
public struct JobsOption: ParsableArguments {
  /// Worker threads.
  @Option(
    name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
    help: ArgumentHelp(
      "Worker threads; the output is the same for any number. (default: all processors)",
      valueName: "n"))
  public var requested: Int?

  /// An empty group, for the parser.
  public init() {}

  /// Worker threads, at least 1.
  public var count: Int { requested ?? availableProcessors() }

  /// Refuses less than one thread.
  public func validate() throws {
    if let requested, !(1...1024).contains(requested) {
      throw ValidationError("--jobs takes 1 to 1024, not \(requested)")
    }
  }
}

/// `--quiet`.
public struct QuietOption: ParsableArguments {
  /// Whether only errors are printed.
  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Print errors only.")
  public var isQuiet = false

  /// An empty group, for the parser.
  public init() {}
}
