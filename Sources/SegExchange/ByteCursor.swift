/// Takes numbers and bytes from the front of some bytes, and refuses to go over their end.
struct ByteCursor {
  /// What has not been taken yet.
  private(set) var rest: ArraySlice<UInt8>
  private let format: ForeignFormat
  private let part: String

  /// - Parameter part: What errors call the bytes.
  init(_ bytes: ArraySlice<UInt8>, of format: ForeignFormat, part: String) {
    rest = bytes
    self.format = format
    self.part = part
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next bytes.
  ///
  /// - Throws: ``ExchangeError/damaged(_:_:)`` when there are fewer.
  mutating func take(_ count: Int) throws(ExchangeError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else {
      throw .damaged(format, "\(part) ends \(count - rest.count) bytes too early")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// The next number, little endian.
  ///
  /// - Throws: As ``take(_:)``.
  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _: Number.Type
  ) throws(ExchangeError) -> Number {
    try take(MemoryLayout<Number>.size).reversed().reduce(0) { $0 << 8 | Number($1) }
  }

  /// The next 16 or 32 bits as a number of bytes, or a place.
  mutating func count16() throws(ExchangeError) -> Int { Int(try number(UInt16.self)) }

  /// The next 32 bits as a number of bytes, or a place.
  mutating func count32() throws(ExchangeError) -> Int { Int(try number(UInt32.self)) }
}

extension [UInt8] {
  /// Adds a number, little endian.
  mutating func append<Number: FixedWidthInteger>(number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
