import ArgumentParser
import SegAugment
import SegBasics

/// `--policy`.
struct PolicyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A policy file; its operations come before those on the line.", valueName: "file"))
  var policy: String?

  /// The operations of the file, then those on the line.
  ///
  /// - Throws: `Located` ``PolicyError``, ``SystemError``.
  func words(then words: [String]) throws -> [String] {
    guard let policy else { return words }
    return try PolicyFile.words(at: policy) + words
  }
}
