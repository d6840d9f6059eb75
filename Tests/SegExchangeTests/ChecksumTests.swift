import Testing

@testable import SegExchange

/// The values that RFC 3720 and everybody else test with.
@Suite struct ChecksumTests {
  @Test func castagnoli() {
    #expect(CRC32C.sum("123456789".utf8) == 0xE306_9283)
    #expect(CRC32C.sum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.sum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.sum(0..<32) == 0x46DD_794E)
    #expect(CRC32C.sum([]) == 0)
    // crc32c, rotated right by 15, and 0xA282EAD8 added.
    #expect(CRC32C.masked("123456789".utf8) == 0xC78A_B0E5)
  }

  @Test func zip() {
    #expect(Zlib.crc32(Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(Zlib.crc32([]) == 0)
  }

  /// `zlib.compress(b"a" * 100)[2:-4]`.
  @Test func inflating() {
    let stream: [UInt8] = [0x4B, 0x4C, 0xA4, 0x3D, 0x00, 0x00]
    #expect(Zlib.inflate(stream[...], size: 100) == [UInt8](repeating: 0x61, count: 100))
    #expect(Zlib.inflate(stream[...], size: 99) == nil)
    #expect(Zlib.inflate(stream[...], size: 101) == nil)
    #expect(Zlib.inflate(stream.dropLast(2), size: 100) == nil)
    #expect(Zlib.inflate(stream[...], size: 1 << 40) == nil)
    #expect(Zlib.inflate([], size: 0) == nil)
  }
}
