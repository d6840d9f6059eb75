import SegSamples

/// The checksum at the end of a JSON object, of everything above it: `"above":"0123456789abcdef"}`.
enum Seal {
  /// `"above":"`, 16 digits and `"}`.
  private static let length = 9 + 16 + 2

  /// Ends an object whose last field is followed by a comma.
  static func ending(_ above: [UInt8]) -> [UInt8] {
    Array("\"above\":\"\(XXH64.hash(above).hex)\"}".utf8)
  }

  /// An object on a line of its own, sealed.
  static func line(_ object: OrderedJSON) -> [UInt8] {
    let above = Array(object.text.utf8.dropLast()) + [UInt8(ascii: ",")]
    return above + ending(above) + [UInt8(ascii: "\n")]
  }

  /// Whether the checksum is that of what stands above it; bytes without the line break.
  static func isIntact(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > length else { return false }
    return bytes.suffix(length).elementsEqual(ending(Array(bytes.dropLast(length))))
  }
}
