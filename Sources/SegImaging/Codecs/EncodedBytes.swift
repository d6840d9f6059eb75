import CCodecs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Takes over the bytes that a C encoder made.
func takeEncoded(
  _ status: Int32, _ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int,
  log: borrowing CodecLog
) throws(ImageError) -> [UInt8] {
  guard status == SEG_CODEC_DONE, let bytes else {
    throw .cannotEncode(log.format, log.errorText.isEmpty ? "memory ran out" : log.errorText)
  }
  defer { free(bytes) }
  return Array(UnsafeBufferPointer(start: bytes, count: count))
}
