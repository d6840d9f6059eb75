import SegBasics
import SegSamples

/// Where a member stands, as the binary index holds it.
struct MemberPlace: Sendable {
  /// Where the data begin, counted from the first byte of the shard.
  var offset: UInt64
  /// XXH64 of the data, where `hasChecksum`.
  var checksum: UInt64 = 0
  /// Bytes of data.
  var size: UInt32
  /// The place of its extension in the table.
  var fileExtension: UInt16
  /// Bits: 1 = the checksum is known, 2 = the name is not key, dot and extension.
  var flags: UInt16 = 0

  var hasChecksum: Bool { flags & 1 != 0 }
  var hasOddName: Bool { flags & 2 != 0 }
}

/// What one shard adds to the index of a set.
struct IndexPiece: Sendable {
  /// The keys as written, one after the other.
  var keys: [UInt8] = []
  /// Where the key of each sample ends.
  var keyEnds: [Int] = []
  /// Where the members of each sample end.
  var memberEnds: [Int] = []
  /// The members of all samples.
  var members: [MemberPlace] = []
  /// The extensions that occur, in the order they are met.
  var extensions: [[UInt8]] = []
  /// Names that are not key, dot and extension, by the number of their member.
  var oddNames: [(member: Int, name: [UInt8])] = []

  /// Reads DALI's index; nil for version 1.1, which knows no names.
  ///
  /// - Throws: ``ShardError/badIndex(line:)``.
  init?(dali text: UnsafeRawBufferPointer) throws(ShardError) {
    var lines = IndexLines(text)
    guard lines.next(), let version = lines.field(), let count = lines.number(), lines.isAtEnd
    else { throw .badIndex(line: 1) }
    guard version.elementsEqual("v1.2".utf8) else {
      guard version.elementsEqual("v1.1".utf8) else { throw .badIndex(line: 1) }
      return nil
    }
    // A line of the smallest sample has more than ten bytes.
    reserve(min(count, text.count / 10))
    while lines.next() {
      guard add(&lines) else { throw .badIndex(line: lines.line) }
    }
    guard keyEnds.count == count else { throw .badIndex(line: 1) }
  }

  /// Takes a line of DALI's index; false when it is none.
  private mutating func add(_ lines: inout IndexLines) -> Bool {
    var isFirst = true
    while !lines.isAtEnd {
      guard let fileExtension = lines.field(), let offset = lines.number(),
        let size = lines.number(), let name = lines.field(), offset >= 512, offset % 512 == 0,
        size <= Int(UInt32.max), let (key, _) = MemberName.split(name)
      else { return false }
      if isFirst { beginSample(UnsafeRawBufferPointer(rebasing: name[key])) }
      isFirst = false
      guard addMember(offset, size, fileExtension, name) else { return false }
    }
    return !isFirst
  }

  /// Looks through the headers of a shard.
  ///
  /// - Throws: `TarError`; ``ShardError/countTooLarge``.
  init(scanning bytes: UnsafeRawBufferPointer) throws {
    var scanner = TarScanner(bytes)
    while let entry = try scanner.next() {
      let fits = scanner.withName(of: entry) { name in
        guard let (key, ending) = MemberName.split(name) else { return true }
        let written = UnsafeRawBufferPointer(rebasing: name[key])
        if keyEnds.isEmpty || !lastKey.elementsEqual(written) { beginSample(written) }
        var lower = String(
          decoding: UnsafeRawBufferPointer(rebasing: name[ending]), as: UTF8.self
        ).lowercased()
        return lower.withUTF8 {
          addMember(entry.offset, entry.size, UnsafeRawBufferPointer($0), name)
        }
      }
      guard fits else { throw ShardError.countTooLarge }
    }
  }

  private var lastKey: ArraySlice<UInt8> { keys[(keyEnds.dropLast().last ?? 0)...] }

  private mutating func reserve(_ samples: Int) {
    keyEnds.reserveCapacity(samples)
    memberEnds.reserveCapacity(samples)
    members.reserveCapacity(samples * 3)
    keys.reserveCapacity(samples * 12)
  }

  private mutating func beginSample(_ key: UnsafeRawBufferPointer) {
    keys.append(contentsOf: key)
    keyEnds.append(keys.count)
    memberEnds.append(members.count)
  }

  /// Adds a member to the last sample; false when there are too many extensions.
  private mutating func addMember(
    _ offset: Int, _ size: Int, _ fileExtension: UnsafeRawBufferPointer,
    _ name: UnsafeRawBufferPointer
  ) -> Bool {
    var place = 0
    while place < extensions.count, !extensions[place].elementsEqual(fileExtension) { place += 1 }
    if place == extensions.count {
      guard place < UInt16.max else { return false }
      extensions.append(Array(fileExtension))
    }
    var member = MemberPlace(
      offset: UInt64(offset), size: UInt32(size), fileExtension: UInt16(place))
    let key = lastKey
    let isUsual =
      name.count == key.count + 1 + fileExtension.count && name[..<key.count].elementsEqual(key)
      && name[key.count] == UInt8(ascii: ".")
      && name[(key.count + 1)...].elementsEqual(fileExtension)
    if !isUsual {
      member.flags |= 2
      oddNames.append((members.count, Array(name)))
    }
    members.append(member)
    memberEnds[memberEnds.count - 1] = members.count
    return true
  }

  /// Gives each member its checksum; false when there are not as many.
  mutating func take(checksums: [UInt64]) -> Bool {
    guard checksums.count == members.count else { return false }
    for place in members.indices {
      members[place].checksum = checksums[place]
      members[place].flags |= 1
    }
    return true
  }
}

/// The lines of a text, and the fields of each, which spaces part.
private struct IndexLines {
  private let text: UnsafeRawBufferPointer
  private var position = 0
  private var end = 0
  /// The line, counted from 1.
  private(set) var line = 0

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// Goes to the next line that is not empty; false at the end.
  mutating func next() -> Bool {
    while true {
      position = line == 0 ? 0 : end + 1
      guard position < text.count else { return false }
      line += 1
      end = position
      while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
      if end > position { return true }
    }
  }

  /// Whether the line has no field left.
  var isAtEnd: Bool { position >= end }

  /// The next field.
  mutating func field() -> UnsafeRawBufferPointer? {
    let start = position
    while position < end, text[position] != UInt8(ascii: " ") { position += 1 }
    guard position > start else { return nil }
    defer { position += 1 }
    return UnsafeRawBufferPointer(rebasing: text[start..<position])
  }

  /// The next field, a number of at most 18 digits.
  mutating func number() -> Int? {
    guard let digits = field(), digits.count <= 18 else { return nil }
    var value = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }
}
