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
  case file(path: String)

  /// Reads the value of `--output`; nil and `-` are standard output.
  ///
  /// - Throws: `ValidationError` when that is a terminal, which a PNG would fill with noise.
  init(_ path: String?) throws {
    if let path, path != "-" {
      self = .file(path: path)
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
    case .file(let path): try AtomicFile.write(bytes, to: path)
    case .standardOutput:
      let sink = DescriptorSink.standardOutput()
      try sink.write(bytes)
      try sink.flush()
    }
  }
}
