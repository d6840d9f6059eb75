/// Byte order and width of the offsets of a TIFF structure, as its first bytes tell.
struct TIFFByteOrder {
  static let signatures: [[UInt8]] = [
    [0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43],
  ]

  let isBigEndian: Bool
  let isBigTIFF: Bool

  /// Nil when the bytes do not begin a TIFF structure.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let index = Self.signatures.firstIndex(where: { bytes.prefix(4).elementsEqual($0) })
    else { return nil }
    isBigEndian = index % 2 == 1
    isBigTIFF = index >= 2
  }

  /// The unsigned number of `count` bytes at `offset`; nil outside of the bytes or `Int`.
  func number(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, count: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
    var value: UInt64 = 0
    for index in 0..<count {
      let byte = bytes[offset + (isBigEndian ? index : count - 1 - index)]
      value = value << 8 | UInt64(byte)
    }
    return Int(exactly: value)
  }
}

/// The Orientation (tag 274) of a TIFF directory, as it is in a TIFF file or an Exif block.
///
/// - Parameters:
///   - bytes: The whole structure, from its byte-order mark.
///   - directory: Where the directory lies; nil for the first one.
/// - Returns: The value as found, be it valid or not; nil when there is none that can be read.
func tiffOrientation(
  _ bytes: UnsafeBufferPointer<UInt8>, directory: Int? = nil
) -> Int? {
  guard let order = TIFFByteOrder(bytes) else { return nil }
  let big = order.isBigTIFF
  let first =
    big
    ? order.number(bytes, at: 8, count: 8) : order.number(bytes, at: 4, count: 4)
  guard let start = directory ?? first,
    let entries = order.number(bytes, at: start, count: big ? 8 : 2)
  else { return nil }
  let size = big ? 20 : 12
  var entry = start + (big ? 8 : 2)
  for _ in 0..<min(entries, 65_535) {
    guard let tag = order.number(bytes, at: entry, count: 2),
      let type = order.number(bytes, at: entry + 2, count: 2)
    else { return nil }
    if tag == 274 {
      // A SHORT as a rule; some writers use LONG or BYTE.
      guard let width = [1: 1, 3: 2, 4: 4][type] else { return nil }
      return order.number(bytes, at: entry + (big ? 12 : 8), count: width)
    }
    entry += size
  }
  return nil
}
