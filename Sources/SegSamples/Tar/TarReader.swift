import SegBasics

/// Reads the regular files of a tar archive in order: ustar, GNU and pax.
///
/// Goes on after end-of-archive blocks, so that `cat a.tar b.tar` is one archive.
public final class TarReader {
  /// One regular file.
  public struct Member: Sendable, Equatable {
    /// The full name.
    public let name: String
    /// Where the data begin, counted from the first byte of the input.
    public let offset: Int
    /// The data.
    public let data: [UInt8]
  }

  /// What is read.
  public let input: BufferedInput
  private let limit: Int
  private var hasEnded = true
  /// Which of several archives that follow one another the member read last is of, from 0.
  public private(set) var archive = 0

  /// Reads an archive.
  ///
  /// - Parameters:
  ///   - input: The archive from its first byte on.
  ///   - limit: The most bytes of one member; 2 GiB unless told.
  public init(_ input: BufferedInput, limit: Int = 1 << 31) {
    self.input = input
    self.limit = limit
  }

  /// The next regular file, or nil at the end; everything else is passed over.
  ///
  /// - Throws: ``TarError``, `SystemError`.
  public func next() throws -> Member? {
    var overrides = TarOverrides()
    while true {
      let offset = input.position
      let block = try input.read(512)
      guard !block.isEmpty else {
        // What wrote it stopped between two members: some are missing, though none is damaged.
        guard hasEnded else { throw TarError.noEnd(offset: offset) }
        return nil
      }
      let isZero = block[0] == 0 && block.allSatisfy { $0 == 0 }
      guard block.count == 512 else {
        if isZero, hasEnded { return nil }
        throw TarError.cutOffHeader(offset: offset)
      }
      if isZero {
        hasEnded = true
        continue
      }
      if hasEnded, offset > 0 { archive += 1 }
      hasEnded = false
      guard let header = TarHeader(block) else { throw TarError.notAHeader(offset: offset) }
      let name = overrides.name ?? header.name
      guard let size = overrides.size ?? header.size else {
        throw TarError.badField("size", member: name)
      }
      switch header.kind {
      case .file:
        guard size <= limit else {
          throw TarError.memberTooLarge(name, size: size, limit: limit)
        }
        let start = input.position
        return Member(name: name, offset: start, data: try data(size, of: name))
      case .longName:
        overrides.name = tarText(try extensionData(header, of: name)[...])
      case .pax:
        guard overrides.take(pax: try extensionData(header, of: name)) else {
          throw TarError.badField("pax", member: name)
        }
      case .other:
        try skip(size, of: name)
        overrides = TarOverrides()
      }
    }
  }

  /// The data of a long name or a pax record, which are never large.
  private func extensionData(_ header: TarHeader, of name: String) throws -> [UInt8] {
    guard let size = header.size, size <= 1 << 20 else {
      throw TarError.badField("size", member: name)
    }
    return try data(size, of: name)
  }

  private func data(_ size: Int, of name: String) throws -> [UInt8] {
    let bytes = try input.read(size)
    guard bytes.count == size else {
      throw TarError.cutOff(member: name, missing: size - bytes.count)
    }
    // A missing end of the padding does no harm; the next header would be missed.
    try input.skip(-size & 511)
    return bytes
  }

  private func skip(_ size: Int, of name: String) throws {
    let skipped = try input.skip(size)
    guard skipped == size else { throw TarError.cutOff(member: name, missing: size - skipped) }
    try input.skip(-size & 511)
  }
}

/// What extension headers say of the next member.
private struct TarOverrides {
  var name: String?
  var size: Int?

  /// Takes pax records `LENGTH KEY=VALUE\n`; false when they are malformed.
  mutating func take(pax bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while let first = rest.first, first != 0 {
      guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
        let text = String(validating: rest[..<space], as: UTF8.self), let length = Int(text),
        length > space - rest.startIndex + 1, length <= rest.count
      else { return false }
      let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
      rest = rest[(rest.startIndex + length)...]
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { return false }
      let value = String(decoding: record[(equals + 1)...], as: UTF8.self)
      switch String(decoding: record[..<equals], as: UTF8.self) {
      case "path": name = value
      case "size":
        guard let size = Int(value), size >= 0 else { return false }
        self.size = size
      default: break
      }
    }
    return true
  }
}

/// The fields of a 512-byte header that the reader needs.
private struct TarHeader {
  enum Kind {
    case file
    case longName
    case pax
    case other
  }

  let name: String
  let kind: Kind
  /// Bytes of data; nil when the field is no number.
  let size: Int?

  /// Nil when the checksum does not match.
  init?(_ block: [UInt8]) {
    var sum = 0
    for (position, byte) in block.enumerated() {
      sum += (148..<156).contains(position) ? 32 : Int(byte)
    }
    guard let stored = tarNumber(block[148..<156]), stored == sum else { return nil }
    size = tarNumber(block[124..<136])
    let short = tarText(block[0..<100])
    let isPOSIX = block[257..<263].elementsEqual("ustar\0".utf8)
    let prefix = isPOSIX ? tarText(block[345..<500]) : ""
    name = prefix.isEmpty ? short : prefix + "/" + short
    kind =
      switch block[156] {
      case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
      case UInt8(ascii: "L"): .longName
      case UInt8(ascii: "x"): .pax
      default: .other
      }
  }
}

/// A field of text that ends at a NUL or at its own end.
private func tarText(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
}

/// A number in octal digits, or in base 256 when the first bit is set; nil when it is neither.
private func tarNumber(_ field: ArraySlice<UInt8>) -> Int? {
  var value = 0
  if let first = field.first, first >= 0x80 {
    guard first == 0x80 else { return nil }
    for byte in field.dropFirst() {
      guard value < 1 << 54 else { return nil }
      value = value << 8 | Int(byte)
    }
    return value
  }
  let digits = field.drop { $0 == 32 }.prefix { $0 != 32 && $0 != 0 }
  for digit in digits {
    guard (48..<56).contains(digit) else { return nil }
    value = value << 3 | Int(digit - 48)
  }
  return value
}
