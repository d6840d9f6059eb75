import SegBasics
import SystemPackage

/// The bytes of a shard that may be on a dying disk: what cannot be read is an error, never the signal
/// that a mapped file gives.
final class ShardBytes: Sendable {
  /// The shard as it was named.
  let path: String
  /// Bytes of the shard when it was opened.
  let count: Int
  private let source: Source

  /// Reads some bytes from a place on, at least one unless the file has become shorter.
  ///
  /// - Throws: `Errno`.
  typealias Source = @Sendable (Int, UnsafeMutableRawBufferPointer) throws -> Int

  /// Takes bytes from somewhere.
  ///
  /// - Parameters:
  ///   - path: What errors call it.
  ///   - count: How many there are.
  init(_ path: String, count: Int, from source: @escaping Source) {
    self.path = path
    self.count = count
    self.source = source
  }

  /// Opens a shard; what has no places, such as a pipe, is read into memory.
  ///
  /// - Throws: `SystemError`; `Located` `FileTooLarge` for more than 2 GiB from a pipe.
  convenience init(_ path: String) throws {
    if try fileStatus(path)?.kind == .other {
      let memory = try readFile(path)
      self.init(path, count: memory.count) { offset, buffer in
        buffer.copyBytes(from: memory[offset..<(offset + buffer.count)])
        return buffer.count
      }
      return
    }
    let file = try OpenFile(path)
    self.init(path, count: file.count) { offset, buffer in
      try file.descriptor.read(fromAbsoluteOffset: Int64(offset), into: buffer)
    }
  }

  /// A file that is closed with its last reader.
  private final class OpenFile: Sendable {
    let descriptor: FileDescriptor
    let count: Int

    init(_ path: String) throws {
      guard let status = try fileStatus(path), status.kind == .file else {
        throw SystemError(
          .open, path, try fileStatus(path) == nil ? .noSuchFileOrDirectory : .isDirectory)
      }
      do {
        descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
      } catch let reason as Errno {
        throw SystemError(.open, path, reason)
      }
      count = status.size
    }

    deinit { try? descriptor.close() }
  }

  /// Fills a buffer with what stands from a place on.
  ///
  /// - Precondition: That much of the shard stands there.
  /// - Throws: `Located` ``ShardFault/unreadable(at:_:)``.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    precondition(
      offset >= 0 && buffer.count <= count - offset, "\(buffer.count) bytes at \(offset)")
    var filled = 0
    while filled < buffer.count {
      let place = offset + filled
      let got: Int
      do {
        got = try source(place, UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      } catch let reason as Errno {
        throw Located(ShardFault.unreadable(at: place, "\(reason)"), path: path)
      }
      guard got > 0 else {
        throw Located(
          ShardFault.unreadable(at: place, "the file was cut off meanwhile"), path: path)
      }
      filled += got
    }
  }

  /// A copy of some of the bytes.
  ///
  /// - Throws: `Located` ``ShardFault/unreadable(at:_:)``.
  func bytes(_ range: Range<Int>) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      try read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
      filled = range.count
    }
  }
}
