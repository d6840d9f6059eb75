import SegBasics
import SegSamples
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps what came through a pipe, which cannot be read twice, on disk.
///
/// The file has no name from the moment it is open, so that nothing of it stays however the program ends.
final class SpoolFile {
  /// The open file.
  let descriptor: FileDescriptor
  private let sink: DescriptorSink
  private var tar: TarWriter
  /// Bytes written.
  private(set) var size = 0

  /// Makes the file in a folder, where there is room for what is made of it.
  ///
  /// - Throws: `SystemError`.
  init(in folder: String) throws {
    // A run that was killed just after it made one.
    for name in try namesInFolder(folder)
    where name.hasPrefix(".segpack-spool.") && name.hasSuffix(".partial") {
      try removeFile(pathInside(folder, name))
    }
    let name = ".segpack-spool.\(UInt32.random(in: 0...UInt32.max)).partial"
    let path = pathInside(folder, name)
    do {
      descriptor = try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: .ownerReadWrite)
    } catch let reason as Errno {
      throw SystemError(.create, path, reason)
    }
    unlink(path)
    sink = DescriptorSink(descriptor, name: "what a pipe brought, which is kept in \(folder)")
    tar = TarWriter(sink)
  }

  deinit { try? descriptor.close() }

  /// Adds a sample: the line of a manifest, or members as in an archive.
  ///
  /// - Returns: Where it stands, in bytes.
  /// - Throws: `SystemError`.
  func add(_ sample: PendingSample) throws -> Range<Int> {
    let start = size
    switch sample {
    case .listed(let entry):
      let line = try entry.line() + "\n"
      try sink.write(line)
      size += line.utf8.count
    case .unreadable(let line):
      try line.bytes.withUnsafeBytes { try sink.write($0) }
      try sink.write("\n")
      size += line.bytes.count + 1
    case .stored(let members, _):
      let before = tar.position
      for member in members.named() { try tar.add(name: member.name, data: member.data) }
      size += tar.position - before
    }
    return start..<size
  }

  /// Hands everything on to the system, so that it can be read.
  ///
  /// - Throws: `SystemError`.
  func flush() throws { try sink.flush() }
}
