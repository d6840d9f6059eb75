import ArgumentParser
import SegBasics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a command writes one whole file: a path, or standard output.
public enum FileOutput {
  /// Standard output.
  case standardOutput
  /// A file that appears when it is complete.
  case file(AtomicFile)

  /// Reads the value of `--output`; nil and `-` are standard output.
  ///
  /// A file is begun at once, so that one that cannot be made is no surprise at the end.
  ///
  /// - Parameters:
  ///   - path: The value.
  ///   - endings: How a file's name may end, such as `.png`; others would lie about the content.
  /// - Throws: `ValidationError` when standard output is a terminal, or for another ending;
  ///   `SystemError`.
  public init(_ path: String?, endings: [String]) throws {
    if let path, path != "-" {
      let isSpecial = try fileStatus(path)?.kind == .other
      guard isSpecial || endings.contains(where: path.lowercased().hasSuffix) else {
        throw ValidationError("\(path) does not end in \(endings.joined(separator: " or "))")
      }
      self = .file(try AtomicFile(path))
    } else {
      try refuseTerminal("name a file with -o")
      self = .standardOutput
    }
  }

  /// Writes the whole file.
  ///
  /// - Throws: `SystemError`.
  public func write(_ bytes: [UInt8]) throws {
    switch self {
    case .file(let file):
      try file.write(bytes)
      try file.commit()
    case .standardOutput:
      let sink = DescriptorSink.standardOutput()
      try sink.write(bytes)
      try sink.flush()
    }
  }
}

/// Refuses to fill a terminal with the noise of a picture or an archive.
///
/// - Parameter remedy: What to do instead.
/// - Throws: `ValidationError` when standard output is a terminal.
public func refuseTerminal(_ remedy: String) throws {
  guard isatty(STDOUT_FILENO) == 0 else {
    throw ValidationError("the output is not for a terminal; \(remedy), or pipe it on")
  }
}
