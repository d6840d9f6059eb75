import ArgumentParser
import SegBasics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the PNG goes.
enum SheetOutput {
  case standardOutput
  case file(AtomicFile)

  /// Reads the value of `--output`; nil and `-` are standard output.
  ///
  /// A file is begun at once, so that one that cannot be made is no surprise at the end.
  ///
  /// - Throws: `ValidationError` when that is a terminal, which a PNG would fill with noise;
  ///   `SystemError`.
  init(_ path: String?) throws {
    if let path, path != "-" {
      self = .file(try AtomicFile(path))
      return
    }
    guard isatty(STDOUT_FILENO) == 0 else {
      throw ValidationError("a PNG is not for a terminal; name a file with -o FILE.png")
    }
    self = .standardOutput
  }

  /// Writes the whole file.
  ///
  /// - Throws: `SystemError`.
  func write(_ bytes: [UInt8]) throws {
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
