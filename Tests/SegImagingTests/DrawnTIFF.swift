/// TIFF files put together entry by entry, little endian, so that they may be wrong.
enum DrawnTIFF {
  /// An entry of a directory; the value is a number, or an offset into the file.
  struct Entry {
    var tag: Int
    var type = 4
    var count = 1
    var value: Int
  }

  /// A gray page of 8 bits in one strip, whose pixels begin at `offset`.
  static func page(width: Int, height: Int, offset: Int = 8) -> [Entry] {
    [
      Entry(tag: 256, value: width), Entry(tag: 257, value: height), Entry(tag: 258, value: 8),
      Entry(tag: 259, value: 1), Entry(tag: 262, value: 1), Entry(tag: 273, value: offset),
      Entry(tag: 277, value: 1), Entry(tag: 278, value: height),
      Entry(tag: 279, value: width * height),
    ]
  }

  /// The header, `data` from byte 8 on, then the directories.
  ///
  /// - Parameter next: Where the last directory says that another one lies.
  static func file(_ directories: [[Entry]], data: [UInt8], next: Int = 0) -> [UInt8] {
    var data = data
    if data.count % 2 == 1 { data.append(0) }
    var bytes: [UInt8] = [0x49, 0x49, 42, 0] + number(8 + data.count, bytes: 4) + data
    for (index, entries) in directories.enumerated() {
      bytes += number(entries.count, bytes: 2)
      for entry in entries.sorted(by: { $0.tag < $1.tag }) {
        bytes += number(entry.tag, bytes: 2) + number(entry.type, bytes: 2)
        bytes += number(entry.count, bytes: 4) + number(entry.value, bytes: 4)
      }
      bytes += number(index == directories.count - 1 ? next : bytes.count + 4, bytes: 4)
    }
    return bytes
  }

  static func number(_ value: Int, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
