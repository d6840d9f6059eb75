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

/// Where a command writes samples: standard output, a `.tar` file, or files in a folder.
public enum SampleOutput: Sendable {
  /// A tar stream on standard output.
  case standardOutput
  /// A tar stream in a file that appears when it is complete.
  case archive(path: String)
  /// One file a member, in a folder.
  case folder(path: String)

  /// Reads the value of `--output`; nil and `-` are standard output.
  ///
  /// - Throws: `ValidationError` when that is a terminal, which a tar would fill with noise.
  public init(_ path: String?) throws {
    switch path {
    case nil, "-":
      guard isatty(STDOUT_FILENO) == 0 else {
        throw ValidationError(
          "a sample stream is not for a terminal; pipe it on, or name a folder or .tar with -o")
      }
      self = .standardOutput
    case .some(let path):
      self = path.hasSuffix(".tar") ? .archive(path: path) : .folder(path: path)
    }
  }
}
