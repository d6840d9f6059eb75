import ArgumentParser
import SegBasics

/// `--threads`, which never changes a byte of what comes out.
struct ThreadsOption: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp(
      "Threads; the result is the same for any number. (default: all processors)",
      valueName: "n"))
  var requested: Int?

  /// At least 1.
  var count: Int { requested ?? availableProcessors() }

  func validate() throws {
    guard (1...1024).contains(requested ?? 1) else {
      throw ValidationError("--threads takes 1 to 1024, not \(requested ?? 1)")
    }
  }
}
