import CKernels

/// The checksum of shards and members, as `xxhsum -H1` prints it.
struct XXH64 {
  private var state = seg_xxh64_state()

  init() { seg_xxh64_begin(&state, 0) }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    seg_xxh64_add(&state, bytes.baseAddress, bytes.count)
  }

  /// Adds a number as eight bytes, little endian.
  mutating func add(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { add($0) }
  }

  /// Adds text after its length, so that neighbours cannot run together.
  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 {
      add(UInt64($0.count))
      add(UnsafeRawBufferPointer($0))
    }
  }

  /// The checksum of everything added so far.
  var value: UInt64 { withUnsafePointer(to: state) { seg_xxh64_end($0) } }

  /// Adds the same bytes to two checksums, reading them once.
  static func add(
    _ bytes: UnsafeRawBufferPointer, to first: inout XXH64, and second: inout XXH64
  ) {
    seg_xxh64_add_both(&first.state, &second.state, bytes.baseAddress, bytes.count)
  }

  /// The checksum of bytes in place.
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = XXH64()
    hash.add(bytes)
    return hash.value
  }

  /// The checksum of bytes in memory.
  static func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash = XXH64()
    bytes.withUnsafeBytes { hash.add($0) }
    return hash.value
  }
}

extension UInt64 {
  /// Sixteen hexadecimal digits.
  var hex: String {
    String(unsafeUninitializedCapacity: 16) { buffer in
      for position in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: self >> UInt64(60 - 4 * position)) & 15
        buffer[position] = digit < 10 ? 48 + digit : 87 + digit
      }
      return 16
    }
  }
}

/// Checksums as one string of sixteen hexadecimal digits each.
enum HexList {
  /// The string of some checksums.
  static func text(_ values: some Collection<UInt64>) -> String { values.map(\.hex).joined() }

  /// The checksums of a string; nil when it is malformed.
  static func values(_ text: String) -> [UInt64]? {
    let digits = Array(text.utf8)
    guard digits.count % 16 == 0 else { return nil }
    var values: [UInt64] = []
    values.reserveCapacity(digits.count / 16)
    for start in stride(from: 0, to: digits.count, by: 16) {
      var value: UInt64 = 0
      for digit in digits[start..<(start + 16)] {
        switch digit {
        case 48...57: value = value << 4 | UInt64(digit - 48)
        case 97...102: value = value << 4 | UInt64(digit - 87)
        default: return nil
        }
      }
      values.append(value)
    }
    return values
  }
}
