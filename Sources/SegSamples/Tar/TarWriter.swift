import SegBasics

/// Writes regular files as a POSIX tar whose bytes depend on names and content alone.
///
/// Time 0, mode 0644, no owner. Names over 100 bytes and sizes over 8 GiB get a pax header.
public struct TarWriter {
  /// Bytes written so far.
  public private(set) var position = 0
  private let sink: any ByteSink

  /// Writes to a sink, which the caller flushes or commits.
  public init(_ sink: any ByteSink) { self.sink = sink }

  /// The bytes a member takes in an archive: headers, data and padding.
  public static func archivedSize(name: String, size: Int) -> Int {
    var total = 512 + size + (-size & 511)
    if let records = paxRecords(name: name, size: size) {
      total += 512 + records.count + (-records.count & 511)
    }
    return total
  }

  /// Adds a member.
  ///
  /// - Returns: Where its data begin, counted from the first byte written.
  /// - Throws: What the sink throws.
  @discardableResult
  public mutating func add(name: String, data: [UInt8]) throws -> Int {
    if let records = Self.paxRecords(name: name, size: data.count) {
      try write(header(name: "pax", size: records.count, kind: "x"))
      try writePadded(records)
    }
    try write(header(name: name, size: Self.isLarge(data.count) ? 0 : data.count, kind: "0"))
    let start = position
    try writePadded(data)
    return start
  }

  /// Ends the archive with two zero blocks.
  ///
  /// - Throws: What the sink throws.
  public mutating func finish() throws {
    try write([UInt8](repeating: 0, count: 1024))
  }

  private mutating func writePadded(_ data: [UInt8]) throws {
    try write(data)
    let padding = -data.count & 511
    if padding > 0 { try write([UInt8](repeating: 0, count: padding)) }
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    try sink.write(bytes)
    position += bytes.count
  }

  /// A header with everything in it but name, size, kind and checksum.
  private static let template: [UInt8] = {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      block.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
    }
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put("00000000000", at: 124)
    put("00000000000", at: 136)
    // The checksum counts its own field as spaces.
    put("        ", at: 148)
    put("ustar\u{0}00", at: 257)
    return block
  }()

  private func header(name: String, size: Int, kind: Unicode.Scalar) -> [UInt8] {
    var block = Self.template
    /// Writes an octal number that ends before an offset, over its leading zeros.
    func put(_ number: Int, before end: Int) {
      var (rest, offset) = (number, end)
      while rest > 0 {
        offset -= 1
        block[offset] = UInt8(ascii: "0") + UInt8(rest & 7)
        rest >>= 3
      }
    }
    for (offset, byte) in Self.shortened(name).enumerated() { block[offset] = byte }
    put(size, before: 135)
    block[156] = UInt8(ascii: kind)
    let checksum = block.withUnsafeBytes { $0.reduce(0) { $0 &+ Int($1) } }
    block.replaceSubrange(148..<156, with: "000000\u{0} ".utf8)
    put(checksum, before: 154)
    return block
  }

  /// As much of a name as its field holds, cut between two characters.
  private static func shortened(_ name: String) -> ArraySlice<UInt8> {
    let bytes = Array(name.utf8)
    var end = min(100, bytes.count)
    // A continuation byte at the cut belongs to a character that began before it.
    while end < bytes.count, end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return bytes[..<end]
  }

  /// True when the size field of a header cannot hold the size.
  private static func isLarge(_ size: Int) -> Bool { size >= 1 << 33 }

  /// The extension a member needs; nil for most.
  private static func paxRecords(name: String, size: Int) -> [UInt8]? {
    guard name.utf8.count > 100 || isLarge(size) else { return nil }
    return paxRecord("path", name) + (isLarge(size) ? paxRecord("size", String(size)) : [])
  }

  /// `LENGTH KEY=VALUE\n`, where the length counts its own digits.
  private static func paxRecord(_ key: String, _ value: String) -> [UInt8] {
    let body = " \(key)=\(value)\n"
    var length = body.utf8.count
    while String(length).utf8.count + body.utf8.count != length {
      length = String(length).utf8.count + body.utf8.count
    }
    return Array((String(length) + body).utf8)
  }
}
