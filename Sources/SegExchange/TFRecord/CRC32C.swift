/// CRC-32C (Castagnoli), the checksum of TensorFlow's records.
enum CRC32C {
  /// Eight tables: what a byte does to the checksum, 0 to 7 bytes later.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1
      }
    }
    for place in 256..<(8 * 256) {
      let before = tables[place - 256]
      tables[place] = before >> 8 ^ tables[Int(before & 255)]
    }
    return tables
  }()

  /// The checksum of bytes.
  static func sum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let bytes = Array(bytes)
    return bytes.withUnsafeBytes { bytes in
      tables.withUnsafeBufferPointer { tables in
        var sum: UInt32 = 0xFFFF_FFFF
        var place = 0
        func row(_ later: Int, _ byte: UInt64) -> UInt32 { tables[later << 8 | Int(byte & 255)] }
        while place + 8 <= bytes.count {
          let word =
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            ^ UInt64(sum)
          sum = row(7, word) ^ row(6, word >> 8) ^ row(5, word >> 16) ^ row(4, word >> 24)
          sum ^= row(3, word >> 32) ^ row(2, word >> 40) ^ row(1, word >> 48) ^ row(0, word >> 56)
          place += 8
        }
        for byte in bytes[place...] { sum = sum >> 8 ^ row(0, UInt64(UInt8(sum & 255) ^ byte)) }
        return sum ^ 0xFFFF_FFFF
      }
    }
  }

  /// The checksum as it is stored: turned and shifted, for records that hold records.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let sum = sum(bytes)
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }
}
