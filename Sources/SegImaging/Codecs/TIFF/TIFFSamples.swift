/// What the samples of a TIFF page stand for (tag 262).
enum TIFFPhotometric: Int {
  case whiteIsZero = 0
  case blackIsZero = 1
  case rgb = 2
  case palette = 3
  /// A transparency mask of 1 bit.
  case mask = 4
  /// CMYK, 0 is no ink.
  case separated = 5
}

/// How the samples of a TIFF page are stored.
enum TIFFSampleKind: Equatable {
  case unsigned(bits: Int)
  case signed(bits: Int)
  case float(bits: Int)
}

/// Where a decoded row of a strip or tile belongs.
struct TIFFRowPlace {
  var x: Int
  var y: Int
  /// Pixels of the row that are of the picture.
  var count: Int
  /// Samples between one pixel and the next in the row.
  var samplesPerPixel: Int
  /// The channels the first samples of each pixel belong to.
  var channels: Range<Int>

  /// Calls `body` with each sample's position in the row and in a `[H, W, C]` array.
  func forEachSample(
    width: Int, channelCount: Int, _ body: (_ source: Int, _ target: Int) -> Void
  ) {
    for pixel in 0..<count {
      let target = (y * width + x + pixel) * channelCount
      for (index, channel) in channels.enumerated() {
        body(pixel * samplesPerPixel + index, target + channel)
      }
    }
  }
}

/// One sample of `bits` (1 to 16) bits of a packed row; 8, 16 and 32 bits lie on bytes in the order
/// of the machine, all others are packed highest bit first.
@inline(__always)
func tiffUnsigned(_ row: UnsafeRawBufferPointer, _ index: Int, bits: Int) -> UInt32 {
  switch bits {
  case 8: return UInt32(row[index])
  case 16: return UInt32(row.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
  case 32: return row.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
  default:
    let first = index * bits
    let last = first + bits - 1
    var value: UInt32 = 0
    for byte in first / 8...last / 8 { value = value << 8 | UInt32(row[byte]) }
    return value >> (7 - last % 8) & (1 << bits - 1)
  }
}

/// One sample as a number, of any kind.
func tiffNumber(_ row: UnsafeRawBufferPointer, _ index: Int, kind: TIFFSampleKind) -> Double {
  switch kind {
  case .unsigned(let bits): Double(tiffUnsigned(row, index, bits: bits))
  case .signed(bits: 8): Double(Int8(bitPattern: row[index]))
  case .signed(bits: 16):
    Double(row.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
  case .signed: Double(row.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
  case .float(bits: 32): Double(row.loadUnaligned(fromByteOffset: 4 * index, as: Float.self))
  case .float: row.loadUnaligned(fromByteOffset: 8 * index, as: Double.self)
  }
}
