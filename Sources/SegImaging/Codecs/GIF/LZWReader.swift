/// Unpacks the image data of a GIF: LZW codes of 3 to 12 bits, lowest bit first, in sub-blocks.
///
/// Bounded: a table of 4096 entries, and never more output than asked for.
struct GIFLZWReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset: Int
  /// Bytes left of the sub-block at `offset`.
  private var left = 0
  private var bits: UInt32 = 0
  private var bitCount = 0

  /// - Parameter offset: Of the first sub-block's length.
  init(_ bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  private mutating func nextByte() -> UInt8? {
    if left == 0 {
      guard offset < bytes.count else { return nil }
      left = Int(bytes[offset])
      // A block of no bytes ends the data; stay on it.
      if left == 0 { return nil }
      offset += 1
    }
    guard offset < bytes.count else { return nil }
    left -= 1
    offset += 1
    return bytes[offset - 1]
  }

  private mutating func nextCode(width: Int) -> Int? {
    while bitCount < width {
      guard let byte = nextByte() else { return nil }
      bits |= UInt32(byte) << bitCount
      bitCount += 8
    }
    let code = Int(bits & (1 << width - 1))
    bits >>= width
    bitCount -= width
    return code
  }

  /// Unpacks into all of `output`; what cannot be is left as it was.
  ///
  /// - Parameter minimumWidth: Bits of the colour indices, `2...8` (1 is met as well).
  /// - Returns: What is wrong with the data and how many indices were written; nil when all is well.
  mutating func unpack(
    minimumWidth: Int, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> (fault: String, written: Int)? {
    let clear = 1 << minimumWidth
    let end = clear + 1
    var prefixes = [UInt16](repeating: 0, count: 4096)
    var suffixes = [UInt8](repeating: 0, count: 4096)
    var lengths = [UInt16](repeating: 1, count: 4096)
    for code in 0..<clear { suffixes[code] = UInt8(code) }
    var width = minimumWidth + 1
    var free = end + 1
    var previous: Int?
    var written = 0
    while written < output.count {
      guard let code = nextCode(width: width) else { return ("the data end too early", written) }
      if code == end { return ("the image data end too early", written) }
      if code == clear {
        width = minimumWidth + 1
        free = end + 1
        previous = nil
        continue
      }
      // The entry that is being made now: the previous string, followed by its own first index.
      let known = previous.map { _ in free < 4096 } ?? false
      guard code < free || (code == free && known) else {
        return ("a code that is not defined", written)
      }
      let string = code < free ? code : previous ?? 0
      let length = Int(lengths[string])
      let first = write(
        string, length: length, prefixes, suffixes, to: output, at: written)
      written += length
      if code == free && written < output.count {
        output[written] = first
        written += 1
      }
      written = min(written, output.count)
      if let previous, free < 4096 {
        prefixes[free] = UInt16(previous)
        suffixes[free] = first
        lengths[free] = lengths[previous] + 1
        free += 1
        if free == 1 << width && width < 12 { width += 1 }
      }
      previous = code
    }
    return nil
  }

  /// Writes a string from its last index to its first, as much as there is room for.
  ///
  /// - Returns: Its first index.
  private func write(
    _ string: Int, length: Int, _ prefixes: [UInt16], _ suffixes: [UInt8],
    to output: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) -> UInt8 {
    var code = string
    for position in stride(from: length - 1, through: 0, by: -1) {
      if start + position < output.count { output[start + position] = suffixes[code] }
      if position > 0 { code = Int(prefixes[code]) }
    }
    return suffixes[code]
  }

  /// True when the sub-blocks after the image data end with an empty one, as they should.
  var endsCleanly: Bool {
    var at = offset + left
    while at < bytes.count {
      let count = Int(bytes[at])
      if count == 0 { return true }
      at += 1 + count
    }
    return false
  }
}
