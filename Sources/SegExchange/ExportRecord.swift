import SegBasics
import SegSamples
import SystemPackage

/// The names of the files that exports have left in a folder, each with a NUL behind it.
///
/// Without it nobody could tell the files of an earlier export, which `--force` removes, from those of
/// another program.
struct ExportRecord {
  /// The name of the file.
  static let fileName = ".segkit-export"

  /// The names, as paths below the folder.
  private(set) var names: [String]
  private let path: String
  private var sink: Appending?

  /// Reads what stands in a folder; a name that was cut off by a kill is passed over, and so is what leads
  /// out of the folder.
  ///
  /// - Throws: `SystemError`.
  init(in folder: String) throws {
    path = pathInside(folder, Self.fileName)
    guard try fileStatus(path)?.kind == .file else {
      names = []
      return
    }
    names = try readFile(path).split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .compactMap { String(validating: $0, as: UTF8.self) }
      .filter { (try? SampleKey($0).check()) != nil }
  }

  /// Notes a file that is about to be made.
  ///
  /// - Throws: `SystemError`.
  mutating func note(_ name: String) throws {
    let sink = try sink ?? Appending(path)
    self.sink = sink
    try sink.write(Array(name.utf8) + [0])
  }

  /// Says what stands in the folder now.
  ///
  /// - Throws: `SystemError`.
  mutating func replace(with written: Set<SampleKey>) throws {
    sink = nil
    let sorted = written.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let file = try AtomicFile(path)
    for name in sorted { try file.write(Array(name.utf8) + [0]) }
    try file.commit()
    names = sorted
  }
}

/// A file that is written to at its end, at once.
private final class Appending {
  private let descriptor: FileDescriptor
  private let path: String

  init(_ path: String) throws {
    self.path = path
    do {
      descriptor = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .append, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch let reason as Errno {
      throw SystemError(.create, path, reason)
    }
  }

  func write(_ bytes: [UInt8]) throws {
    do {
      try descriptor.writeAll(bytes)
    } catch let reason as Errno {
      throw SystemError(.write, path, reason)
    }
  }

  deinit { try? descriptor.close() }
}
