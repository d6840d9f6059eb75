import SegBasics
import SegSamples

/// The members of a ZIP archive in memory, found by its central directory.
struct ZIPArchive {
  /// A member as the directory describes it.
  private struct Entry {
    let method: Int
    let checksum: UInt32
    let stored: Int
    let size: Int
    let header: Int
  }

  private let bytes: [UInt8]
  private var entries: [SampleKey: Entry] = [:]
  /// The names of the members, in the order of the directory.
  private(set) var names: [String] = []

  /// The most bytes of one member that are read.
  private static let limit = 1 << 31

  /// Reads the directory.
  ///
  /// - Throws: ``ExchangeError/damaged(_:_:)``, ``ExchangeError/unsupported(_:_:)``.
  init(_ bytes: [UInt8]) throws(ExchangeError) {
    self.bytes = bytes
    let (start, count) = try Self.directory(of: bytes)
    var cursor = ByteCursor(bytes[start...], of: .npz, part: "the directory")
    for _ in 0..<count {
      guard try cursor.number(UInt32.self) == 0x0201_4B50 else {
        throw .damaged(.npz, "the directory has \(names.count) entries, not \(count)")
      }
      _ = try cursor.take(4)
      let flags = try cursor.count16()
      let method = try cursor.count16()
      _ = try cursor.take(4)
      let checksum = try cursor.number(UInt32.self)
      var (stored, size) = (try cursor.count32(), try cursor.count32())
      let lengths = (try cursor.count16(), try cursor.count16(), try cursor.count16())
      _ = try cursor.take(8)
      var header = try cursor.count32()
      let name = String(decoding: try cursor.take(lengths.0), as: UTF8.self)
      let extra = try cursor.take(lengths.1)
      _ = try cursor.take(lengths.2)
      try Self.widen(&size, &stored, &header, extra: extra)
      guard flags & 1 == 0 else { throw .unsupported(.npz, "encryption (\(name))") }
      guard entries[SampleKey(name)] == nil else {
        throw .damaged(.npz, "two members named \(name)")
      }
      entries[SampleKey(name)] = Entry(
        method: method, checksum: checksum, stored: stored, size: size, header: header)
      names.append(name)
    }
  }

  /// The data of a member; nil when there is none of the name.
  ///
  /// - Throws: As the initializer.
  func data(of name: String) throws(ExchangeError) -> [UInt8]? {
    guard let entry = entries[SampleKey(name)] else { return nil }
    guard entry.size <= Self.limit, entry.stored <= Self.limit else {
      throw .tooLarge(.npz, bytes: max(entry.size, entry.stored), limit: Self.limit)
    }
    guard entry.header <= bytes.count else {
      throw .damaged(.npz, "\(name) lies behind the end of the file")
    }
    var cursor = ByteCursor(bytes[entry.header...], of: .npz, part: name)
    guard try cursor.number(UInt32.self) == 0x0403_4B50 else {
      throw .damaged(.npz, "\(name) has no header")
    }
    _ = try cursor.take(22)
    let lengths = (try cursor.count16(), try cursor.count16())
    _ = try cursor.take(lengths.0 + lengths.1)
    let stored = try cursor.take(entry.stored)
    let data: [UInt8]
    switch entry.method {
    case 0:
      guard entry.stored == entry.size else { throw .damaged(.npz, "\(name) has two sizes") }
      data = Array(stored)
    case 8:
      guard let inflated = Zlib.inflate(stored, size: entry.size) else {
        throw .damaged(.npz, "\(name) cannot be inflated")
      }
      data = inflated
    default: throw .unsupported(.npz, "compression \(entry.method) (\(name))")
    }
    guard Zlib.crc32(data[...]) == entry.checksum else {
      throw .damaged(.npz, "\(name) has another checksum")
    }
    return data
  }

  /// Where the directory begins, and how many entries it has.
  private static func directory(
    of bytes: [UInt8]
  ) throws(ExchangeError) -> (start: Int, count: Int) {
    // The end record is followed by nothing but a comment of at most 65,535 bytes.
    let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    var place = bytes.count - 22
    let least = max(0, place - 65535)
    while place >= least, !bytes[place...].starts(with: mark) { place -= 1 }
    guard place >= least, place >= 0 else { throw .damaged(.npz, "no ZIP archive, or one cut off") }
    var cursor = ByteCursor(bytes[(place + 10)...], of: .npz, part: "the end record")
    var count = try cursor.count16()
    _ = try cursor.count32()
    var start = try cursor.count32()
    if count == 0xFFFF || start == 0xFFFF_FFFF, place >= 20 {
      var locator = ByteCursor(bytes[(place - 20)...], of: .npz, part: "the ZIP64 locator")
      if try locator.number(UInt32.self) == 0x0706_4B50 {
        _ = try locator.take(4)
        guard let wide = Int(exactly: try locator.number(UInt64.self)), wide < bytes.count else {
          throw .damaged(.npz, "the ZIP64 end record lies behind the end of the file")
        }
        var end = ByteCursor(bytes[wide...], of: .npz, part: "the ZIP64 end record")
        _ = try end.take(32)
        count = Int(clamping: try end.number(UInt64.self))
        _ = try end.take(8)
        start = Int(clamping: try end.number(UInt64.self))
      }
    }
    // An entry takes 46 bytes at least.
    guard start <= bytes.count, count <= (bytes.count - start) / 46 else {
      throw .damaged(.npz, "the directory lies behind the end of the file")
    }
    return (start, count)
  }

  /// Takes from the ZIP64 extra field what does not fit into 32 bits.
  private static func widen(
    _ size: inout Int, _ stored: inout Int, _ header: inout Int, extra: ArraySlice<UInt8>
  ) throws(ExchangeError) {
    var cursor = ByteCursor(extra, of: .npz, part: "an extra field")
    while cursor.rest.count >= 4 {
      let kind = try cursor.count16()
      var field = ByteCursor(
        try cursor.take(try cursor.count16()), of: .npz, part: "a ZIP64 extra field")
      guard kind == 1 else { continue }
      if size == 0xFFFF_FFFF { size = Int(clamping: try field.number(UInt64.self)) }
      if stored == 0xFFFF_FFFF { stored = Int(clamping: try field.number(UInt64.self)) }
      if header == 0xFFFF_FFFF { header = Int(clamping: try field.number(UInt64.self)) }
    }
  }
}

/// Writes a ZIP archive of stored members, whose bytes depend on names and data alone.
struct ZIPWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  /// Adds a member.
  ///
  /// - Throws: ``ExchangeError/tooLarge(_:bytes:limit:)`` over 4 GiB.
  mutating func add(_ name: String, _ data: [UInt8]) throws(ExchangeError) {
    let limit = Int(UInt32.max) - 1
    guard let size = UInt32(exactly: data.count), bytes.count + data.count + 4096 < limit else {
      throw .tooLarge(.npz, bytes: bytes.count + data.count, limit: limit)
    }
    let start = UInt32(bytes.count)
    var common: [UInt8] = []
    // Version 2.0, names in UTF-8, stored, 1 January 1980.
    for number: UInt16 in [20, 0x0800, 0, 0, 0x0021] { common.append(number: number) }
    common.append(number: Zlib.crc32(data[...]))
    common.append(number: size)
    common.append(number: size)
    common.append(number: UInt16(truncatingIfNeeded: name.utf8.count))
    common.append(number: UInt16(0))
    bytes.append(number: UInt32(0x0403_4B50))
    bytes += common + Array(name.utf8) + data
    directory.append(number: UInt32(0x0201_4B50))
    directory.append(number: UInt16(20))
    directory += common
    // No comment, first disk, no attributes.
    directory += [UInt8](repeating: 0, count: 10)
    directory.append(number: start)
    directory += name.utf8
    count += 1
  }

  /// The archive.
  func finished() -> [UInt8] {
    var end: [UInt8] = []
    end.append(number: UInt32(0x0605_4B50))
    for number: UInt16 in [0, 0, count, count] { end.append(number: number) }
    end.append(number: UInt32(truncatingIfNeeded: directory.count))
    end.append(number: UInt32(truncatingIfNeeded: bytes.count))
    end.append(number: UInt16(0))
    return bytes + directory + end
  }
}
