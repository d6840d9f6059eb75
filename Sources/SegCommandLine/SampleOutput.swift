import ArgumentParser
import SegBasics
import SegSamples

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `--output` and `--force`.
public struct SampleOutputOptions: ParsableArguments {
  /// The path as given.
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A folder for PNG files, a .tar file, or - for standard output (the default).",
      valueName: "path"))
  public var output: String?

  /// Whether files that stand in the folder are replaced.
  @Flag(help: "Replace files of the folder that stand already with other content.")
  public var force = false

  /// An empty group, for the parser.
  public init() {}

  /// Where the samples go.
  ///
  /// - Throws: `ValidationError` when that is a terminal.
  public func target() throws -> SampleOutput { try SampleOutput(output, overwrites: force) }
}

/// Where a command writes samples: standard output, a `.tar` file, or files in a folder.
public enum SampleOutput: Sendable {
  /// A tar stream on standard output.
  case standardOutput
  /// A tar stream in a file that appears when it is complete.
  case archive(path: String)
  /// PNG files in a folder.
  case folder(path: String, overwrites: Bool)

  /// Reads the value of `--output`; nil and `-` are standard output.
  ///
  /// - Throws: `ValidationError` when that is a terminal, which a tar would fill with noise.
  public init(_ path: String?, overwrites: Bool) throws {
    switch path {
    case nil, "-":
      guard isatty(STDOUT_FILENO) == 0 else {
        throw ValidationError(
          "a sample stream is not for a terminal; pipe it on, or name a folder or .tar with -o")
      }
      self = .standardOutput
    case .some(let path):
      self =
        path.hasSuffix(".tar") ? .archive(path: path) : .folder(path: path, overwrites: overwrites)
    }
  }
}
