/// A `tf.Example`: names and lists of bytes, whole numbers or floating point numbers.
///
/// Written in protobuf's wire format: `Example {1: Features {1: map {1: name, 2: Feature {1: BytesList,
/// 2: FloatList, 3: Int64List}}}}`, each list `{1: value…}`.
struct TFExample: Equatable {
  /// The values of a feature.
  enum Feature: Equatable {
    case bytes([[UInt8]])
    case integers([Int64])
    /// Floating point numbers, which nothing here needs.
    case floats
  }

  var features: [String: Feature] = [:]

  /// The first of the byte strings of a feature.
  func bytes(_ name: String) -> [UInt8]? {
    guard case .bytes(let values) = features[name] else { return nil }
    return values.first
  }

  /// The first of the byte strings of a feature, as text.
  func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  // MARK: - Writing

  /// The message, features sorted by name.
  func encoded() -> [UInt8] {
    var map: [UInt8] = []
    for (name, feature) in features.sorted(by: {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }) {
      let list: [UInt8]
      switch feature {
      case .bytes(let values): list = Self.field(1, values.flatMap { Self.field(1, $0) })
      case .integers(let values):
        let packed = values.flatMap { Self.varint(UInt64(bitPattern: $0)) }
        list = Self.field(3, Self.field(1, packed))
      case .floats: list = Self.field(2, [])
      }
      map += Self.field(1, Self.field(1, Array(name.utf8)) + Self.field(2, list))
    }
    return Self.field(1, map)
  }

  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2] + varint(UInt64(bytes.count)) + bytes
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  // MARK: - Reading

  init() {}

  /// Reads the message; fields nobody knows are passed over.
  ///
  /// - Throws: ``ExchangeError/damaged(_:_:)``.
  init(_ message: [UInt8]) throws(ExchangeError) {
    var example = Message(message[...])
    while let field = try example.next() {
      guard field.number == 1, case .bytes(let map) = field.value else { continue }
      var entries = Message(map)
      while let entry = try entries.next() {
        guard entry.number == 1, case .bytes(let pair) = entry.value else { continue }
        var name = ""
        var feature: Feature = .bytes([])
        var parts = Message(pair)
        while let part = try parts.next() {
          guard case .bytes(let value) = part.value else { continue }
          if part.number == 1 { name = String(decoding: value, as: UTF8.self) }
          if part.number == 2 { feature = try Self.feature(value) }
        }
        features[name] = feature
      }
    }
  }

  private static func feature(_ bytes: ArraySlice<UInt8>) throws(ExchangeError) -> Feature {
    var feature: Feature = .bytes([])
    var kinds = Message(bytes)
    while let kind = try kinds.next() {
      guard case .bytes(let list) = kind.value else { continue }
      var values = Message(list)
      switch kind.number {
      case 1:
        var strings: [[UInt8]] = []
        while let value = try values.next() {
          if value.number == 1, case .bytes(let string) = value.value {
            strings.append(Array(string))
          }
        }
        feature = .bytes(strings)
      case 3:
        var numbers: [Int64] = []
        while let value = try values.next() {
          guard value.number == 1 else { continue }
          switch value.value {
          case .varint(let number): numbers.append(Int64(bitPattern: number))
          case .bytes(let packed):
            var rest = Message(packed)
            while !rest.isAtEnd { numbers.append(Int64(bitPattern: try rest.varint())) }
          case .fixed: break
          }
        }
        feature = .integers(numbers)
      default: feature = .floats
      }
    }
    return feature
  }
}

/// The fields of a protobuf message in order.
private struct Message {
  enum Value {
    case varint(UInt64)
    case bytes(ArraySlice<UInt8>)
    case fixed
  }

  private var cursor: ByteCursor

  init(_ bytes: ArraySlice<UInt8>) {
    cursor = ByteCursor(bytes, of: .tfrecord, part: "a message of an example")
  }

  var isAtEnd: Bool { cursor.isAtEnd }

  mutating func next() throws(ExchangeError) -> (number: UInt64, value: Value)? {
    guard !cursor.isAtEnd else { return nil }
    let tag = try varint()
    switch tag & 7 {
    case 0: return (tag >> 3, .varint(try varint()))
    case 1, 5:
      _ = try cursor.take(tag & 7 == 1 ? 8 : 4)
      return (tag >> 3, .fixed)
    case 2:
      let length = try varint()
      return (tag >> 3, .bytes(try cursor.take(Int(clamping: length))))
    case let kind: throw .damaged(.tfrecord, "an example has a field of wire type \(kind)")
    }
  }

  mutating func varint() throws(ExchangeError) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<10 {
      let byte = try cursor.number(UInt8.self)
      value |= UInt64(byte & 0x7F) << UInt64(7 * place)
      if byte < 0x80 { return value }
    }
    throw .damaged(.tfrecord, "an example has a number of more than ten bytes")
  }
}
