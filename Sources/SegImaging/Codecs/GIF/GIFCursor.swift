/// Steps through the blocks of a GIF, never beyond its end.
struct GIFCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var offset: Int

  mutating func byte() throws(ImageError) -> UInt8 {
    guard offset < bytes.count else { throw .damaged(.gif, "the data end too early") }
    offset += 1
    return bytes[offset - 1]
  }

  mutating func word() throws(ImageError) -> Int {
    let low = Int(try byte())
    return low | Int(try byte()) << 8
  }

  mutating func skip(_ count: Int) throws(ImageError) {
    guard count <= bytes.count - offset else {
      throw .damaged(.gif, "the data end too early")
    }
    offset += count
  }

  mutating func colors(_ count: Int) throws(ImageError) -> [RGBColor] {
    let start = offset
    try skip(3 * count)
    return (0..<count).map {
      RGBColor(bytes[start + 3 * $0], bytes[start + 3 * $0 + 1], bytes[start + 3 * $0 + 2])
    }
  }

  /// Skips extensions up to the descriptor of the next frame.
  ///
  /// - Returns: The transparent index that a graphic control extension names.
  mutating func skipToFrame() throws(ImageError) -> UInt8? {
    var transparent: UInt8?
    while true {
      switch try byte() {
      case 0x2C:
        return transparent
      case 0x21:
        let isGraphicControl = try byte() == 0xF9
        var isFirst = true
        while case let count = Int(try byte()), count > 0 {
          if isGraphicControl && isFirst && count >= 4 && bytes.count - offset >= 4 {
            transparent = bytes[offset] & 1 != 0 ? bytes[offset + 3] : nil
          }
          isFirst = false
          try skip(count)
        }
      case 0x3B:
        throw .damaged(.gif, "there is no frame")
      case let other:
        throw .damaged(.gif, "block \(other) is not of the format")
      }
    }
  }
}
