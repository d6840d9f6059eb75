/// The fields of a 512-byte header that readers need.
package struct TarHeader {
  enum Kind {
    case file
    case longName
    case pax
    case other
  }

  let kind: Kind
  /// Bytes of data; nil when the field is no number.
  let size: Int?
  /// Bytes of the name, which stands at the beginning of the block.
  let nameLength: Int
  /// Bytes of what stands before it and a slash, from byte 345 on.
  let prefixLength: Int

  /// Reads a block; nil when its checksum does not match.
  init?(_ block: UnsafeRawBufferPointer) {
    guard block.count == 512 else { return nil }
    var sum = 0
    for byte in block { sum &+= Int(byte) }
    for position in 148..<156 { sum += 32 - Int(block[position]) }
    guard let stored = tarNumber(block, 148..<156), stored == sum else { return nil }
    size = tarNumber(block, 124..<136)
    nameLength = textLength(block, 0..<100)
    let isPOSIX = UnsafeRawBufferPointer(rebasing: block[257..<263]).elementsEqual("ustar\0".utf8)
    prefixLength = isPOSIX ? textLength(block, 345..<500) : 0
    kind =
      switch block[156] {
      case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
      case UInt8(ascii: "L"): .longName
      case UInt8(ascii: "x"): .pax
      default: .other
      }
  }

  /// The name, put together where it stands in two places.
  func name(_ block: UnsafeRawBufferPointer) -> [UInt8] {
    let short = block[..<nameLength]
    guard prefixLength > 0 else { return Array(short) }
    return block[345..<(345 + prefixLength)] + [UInt8(ascii: "/")] + short
  }
}

/// What extension headers say of the next member.
struct TarOverrides {
  /// Where the name stands, counted from where the buffer began that was taken.
  var name: Range<Int>?
  var size: Int?

  /// Takes the text of a GNU long name, which begins at `base`.
  mutating func take(longName text: UnsafeRawBufferPointer, at base: Int) {
    let count = textLength(text, 0..<text.count)
    name = base..<(base + count)
  }

  /// Takes pax records `LENGTH KEY=VALUE\n` that begin at `base`; false when they are malformed.
  mutating func take(pax bytes: UnsafeRawBufferPointer, at base: Int) -> Bool {
    var start = 0
    while start < bytes.count, bytes[start] != 0 {
      guard let space = bytes[start...].firstIndex(of: UInt8(ascii: " ")),
        let length = decimal(bytes[start..<space]), length > space - start + 1,
        length <= bytes.count - start
      else { return false }
      let record = (space + 1)..<(start + length - 1)
      start += length
      guard let equals = bytes[record].firstIndex(of: UInt8(ascii: "=")) else { return false }
      let key = UnsafeRawBufferPointer(rebasing: bytes[record.lowerBound..<equals])
      let value = (equals + 1)..<record.upperBound
      if key.elementsEqual("path".utf8) {
        name = (base + value.lowerBound)..<(base + value.upperBound)
      } else if key.elementsEqual("size".utf8) {
        guard let number = decimal(bytes[value]) else { return false }
        size = number
      }
    }
    return true
  }

  private func decimal(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }
}

/// The length of a text that ends at a NUL or at the end of its field.
private func textLength(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Int {
  var end = field.lowerBound
  while end < field.upperBound, bytes[end] != 0 { end += 1 }
  return end - field.lowerBound
}

/// A number in octal digits, or in base 256 when the first bit is set; nil when it is neither.
private func tarNumber(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Int? {
  var value = 0
  let first = bytes[field.lowerBound]
  if first >= 0x80 {
    guard first == 0x80 else { return nil }
    for byte in bytes[field].dropFirst() {
      guard value < 1 << 54 else { return nil }
      value = value << 8 | Int(byte)
    }
    return value
  }
  var position = field.lowerBound
  while position < field.upperBound, bytes[position] == 32 { position += 1 }
  while position < field.upperBound, bytes[position] != 32, bytes[position] != 0 {
    let digit = bytes[position]
    guard (48..<56).contains(digit) else { return nil }
    value = value << 3 | Int(digit - 48)
    position += 1
  }
  return value
}
