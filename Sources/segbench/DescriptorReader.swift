import SegBasics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a file with nothing but read(2): what any other way of reading is compared with.
final class DescriptorReader {
  private let descriptor: Int32

  init(path: String) throws {
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      _ = try MappedFile(path: path)
      return
    }
  }

  deinit { close(descriptor) }

  /// Bytes read; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    max(0, systemRead(descriptor, buffer))
  }
}

/// `read(2)`, whose name the class has a function of.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
