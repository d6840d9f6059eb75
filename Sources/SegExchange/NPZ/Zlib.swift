import CZlib

/// zlib's checksums and streams.
enum Zlib {
  /// CRC-32, as ZIP and PNG have it.
  static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer {
      UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
    }
  }

  /// Inflates a raw deflate stream.
  ///
  /// - Parameter size: The bytes it must give, to the byte.
  /// - Returns: nil when it gives fewer or more, or is damaged.
  static func inflate(_ bytes: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
    // A byte of deflate stands for at most 1032; more is a lie that would only cost memory.
    guard size <= bytes.count * 1032 + 1032, size < 1 << 32, bytes.count < 1 << 32 else {
      return nil
    }
    var stream = z_stream()
    guard
      inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    var input = Array(bytes)
    var isWhole = false
    // One byte more than wanted, so that too many are seen.
    let output = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      input.withUnsafeMutableBufferPointer { source in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(size + 1)
        isWhole = CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END
        count = size + 1 - Int(stream.avail_out)
      }
    }
    return isWhole && output.count == size ? output : nil
  }
}
