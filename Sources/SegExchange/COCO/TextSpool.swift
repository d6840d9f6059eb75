import SegBasics
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps texts that grow by turns on disk, until each is written as a whole.
///
/// The file has no name from the moment it is open, so that nothing of it stays however the program ends.
final class TextSpool {
  /// One of the texts.
  struct Text {
    /// What has not been handed to the disk.
    fileprivate var held: [UInt8] = []
    fileprivate var pieces: [Range<Int>] = []

    var isEmpty: Bool { held.isEmpty && pieces.isEmpty }
  }

  /// The bytes of a text that are held in memory.
  private static let capacity = 1 << 18

  private let folder: String
  private var descriptor: FileDescriptor?
  private var size = 0

  /// - Parameter folder: An existing folder, where there is room for what is made of the texts.
  init(in folder: String) { self.folder = folder }

  deinit { try? descriptor?.close() }

  /// Adds to a text.
  ///
  /// - Throws: `SystemError`.
  func add(_ addition: String, to text: inout Text) throws {
    text.held += addition.utf8
    guard text.held.count >= Self.capacity else { return }
    _ = try reporting(.write) { try open().writeAll(toAbsoluteOffset: Int64(size), text.held) }
    let end = size + text.held.count
    // Pieces that follow one another are one.
    if let last = text.pieces.last, last.upperBound == size {
      text.pieces[text.pieces.count - 1] = last.lowerBound..<end
    } else {
      text.pieces.append(size..<end)
    }
    size = end
    text.held.removeAll(keepingCapacity: true)
  }

  /// Writes a text as a whole.
  ///
  /// - Throws: `SystemError`; what the sink throws.
  func copy(_ text: Text, to sink: any ByteSink) throws {
    for piece in text.pieces {
      var place = piece.lowerBound
      while place < piece.upperBound {
        let count = min(Self.capacity, piece.upperBound - place)
        let bytes = try reporting(.read) { () throws -> [UInt8] in
          var buffer = [UInt8](repeating: 0, count: count)
          let read = try buffer.withUnsafeMutableBytes {
            try open().read(fromAbsoluteOffset: Int64(place), into: $0)
          }
          // Nobody else knows the file.
          guard read > 0 else { throw Errno.ioError }
          return Array(buffer[..<read])
        }
        try sink.write(bytes)
        place += bytes.count
      }
    }
    try sink.write(text.held)
  }

  private func open() throws -> FileDescriptor {
    if let descriptor { return descriptor }
    let name = ".segkit-spool.\(UInt32.random(in: 0...UInt32.max)).partial"
    let path = pathInside(folder, name)
    let opened = try reporting(.create) {
      try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: .ownerReadWrite)
    }
    unlink(path)
    descriptor = opened
    return opened
  }

  private func reporting<Result>(
    _ operation: SystemError.Operation, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let reason as Errno {
      throw SystemError(operation, folder, reason)
    }
  }
}
