/// Something bytes come from that is more than an open file.
public protocol ByteSource: AnyObject {
  /// Reads the next bytes.
  ///
  /// - Returns: How many were read; 0 at the end.
  /// - Throws: A `SegError`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}
