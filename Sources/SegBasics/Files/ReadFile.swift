import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is larger than the reader allows.
public struct FileTooLarge: SegError {
  /// Size found, in bytes.
  public let size: Int
  /// The most that is read, in bytes.
  public let limit: Int

  /// Describes a file over a limit, both in bytes.
  public init(size: Int, limit: Int) {
    self.size = size
    self.limit = limit
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }
  /// What is wrong, and what to do.
  public var description: String {
    "the file has \(size) bytes, more than the limit of \(limit)"
  }
}

/// Reads a whole file.
///
/// - Parameters:
///   - path: The file; pipes and devices are read to their end.
///   - limit: The most bytes that are read; 2 GiB unless told.
/// - Throws: ``SystemError``, or ``Located`` ``FileTooLarge``.
public func readFile(_ path: String, limit: Int = 1 << 31) throws -> [UInt8] {
  let descriptor: FileDescriptor
  do {
    descriptor = try FileDescriptor.open(path, .readOnly)
  } catch let reason as Errno {
    throw SystemError(.open, path, reason)
  }
  defer { try? descriptor.close() }
  var status = stat()
  let expected = fstat(descriptor.rawValue, &status) == 0 ? max(0, Int(status.st_size)) : 0
  guard expected <= limit else {
    throw Located(FileTooLarge(size: expected, limit: limit), path: path)
  }
  do {
    // One byte more than expected, so that the common case ends with a single empty read.
    var bytes = try [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, count in
      while count < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(buffer)[count...]
        let got = try descriptor.read(into: .init(rebasing: rest))
        if got == 0 { return }
        count += got
      }
    }
    guard bytes.count > expected else { return bytes }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let got = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) }
      if got == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<got])
    }
    throw Located(FileTooLarge(size: bytes.count, limit: limit), path: path)
  } catch let reason as Errno {
    throw SystemError(reason == .isDirectory ? .open : .read, path, reason)
  }
}
