import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file as it stands in the system's page cache, without a copy of its own.
///
/// The size is that at opening; nothing beyond it is ever looked at. Another process that cuts the file
/// off later ends this one with SIGBUS, as with every mapped file: shard sets are replaced by renaming,
/// never changed in place.
public final class MappedFile: @unchecked Sendable {
  // SAFETY: the memory is read-only and stays until the last reference goes.
  /// The file as it was named.
  public let path: String
  /// Bytes of the file.
  public var count: Int { bytes.count }
  /// The bytes; not to be kept longer than the file itself.
  package let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Maps a file.
  ///
  /// - Throws: ``SystemError``, also for what is no regular file.
  public init(path: String) throws {
    self.path = path
    isMapped = true
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    } catch let reason as Errno {
      throw SystemError(.open, path, reason)
    }
    defer { try? descriptor.close() }
    var status = stat()
    guard fstat(descriptor.rawValue, &status) == 0 else {
      throw SystemError(.examine, path, Errno(rawValue: errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw SystemError(.open, path, .isDirectory)
    default: throw SystemError(.read, path, .illegalSeek)
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let start = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor.rawValue, 0)
    guard let start, start != MAP_FAILED else {
      throw SystemError(.read, path, Errno(rawValue: errno))
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  /// Holds the bytes of what cannot be mapped, such as a pipe.
  public convenience init(copying bytes: [UInt8], path: String) {
    self.init(path: path, count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  /// Holds bytes that are made in memory.
  ///
  /// - Parameter fill: Writes them; the memory is zero before.
  package init(path: String, count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void) {
    self.path = path
    isMapped = false
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    fill(memory)
    bytes = UnsafeRawBufferPointer(memory)
  }

  deinit {
    guard isMapped else { return bytes.deallocate() }
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Calls `body` with all bytes, which are not to be kept.
  public func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(self) { try body(bytes) }
  }
}

/// A piece of a mapped file, which it keeps mapped.
public struct MappedBytes: Sendable {
  private let file: MappedFile
  /// Where the piece stands in the file.
  public let range: Range<Int>

  /// A piece of a file.
  ///
  /// - Precondition: The range lies in the file.
  public init(_ file: MappedFile, _ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= file.count,
      "bytes \(range) of a file of \(file.count)")
    self.file = file
    self.range = range
  }

  /// Bytes of the piece.
  public var count: Int { range.count }

  /// Calls `body` with the bytes in place, which are not to be kept.
  public func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try file.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// A copy of the bytes.
  public var copy: [UInt8] { withUnsafeBytes { Array($0) } }
}
