/// One directory of a TIFF, as far as it matters before libtiff reads it.
struct TIFFDirectory {
  /// Where it lies in the file.
  let offset: Int
  /// False for a reduced copy of another picture, and for a transparency mask.
  let isPage: Bool
  /// What libtiff would read for all tags together; nil beyond `Int`.
  let payloadBytes: Int?

  /// Refuses a directory whose tags take far more than the file has, which they can by sharing it.
  func checkPayload(fileBytes: Int) throws(ImageError) {
    guard let payloadBytes, payloadBytes <= 2 * fileBytes + 65_536 else {
      throw .damaged(
        .tiff, "the tags refer to more bytes than the file of \(fileBytes) bytes has")
    }
  }
}

/// The list of the directories of a TIFF, found by walking it once.
///
/// libtiff would read each with all its tags to come to the next one, and takes a damaged one for the
/// end of the list.
struct TIFFDirectories {
  private(set) var all: [TIFFDirectory] = []
  /// Why the list ends before its end; nil when it is whole.
  private(set) var fault: String?
  /// The number of images that ImageJ says the file has.
  private(set) var imagesOfImageJ: Int?

  private let bytes: UnsafeBufferPointer<UInt8>
  private let order: TIFFByteOrder

  /// - Throws: ``ImageError/damaged(_:_:)`` when not even the first directory is there.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(ImageError) {
    guard let order = TIFFByteOrder(bytes) else { throw .damaged(.tiff, "the header is cut off") }
    self.bytes = bytes
    self.order = order
    walk()
    if all.isEmpty { throw .damaged(.tiff, fault ?? "there is no directory") }
  }

  /// The full pictures; the first directory if there is none such.
  var pages: [TIFFDirectory] {
    let pages = all.filter(\.isPage)
    return pages.isEmpty ? Array(all.prefix(1)) : pages
  }

  private mutating func walk() {
    let isBig = order.isBigTIFF
    let entrySize = isBig ? 20 : 12
    let countSize = isBig ? 8 : 2
    let offsetSize = isBig ? 8 : 4
    var next = order.number(bytes, at: isBig ? 8 : 4, count: offsetSize)
    var seen: Set<Int> = []
    // Directories that do not overlap take less than the file.
    var entriesLeft = bytes.count / entrySize
    while next != 0 {
      guard let offset = next,
        let count = order.number(bytes, at: offset, count: countSize),
        // More is what libtiff, too, takes for damage.
        (1...4096).contains(count),
        count * entrySize + offsetSize <= bytes.count - offset - countSize
      else {
        fault = "directory \(all.count) is damaged or cut off"
        return
      }
      entriesLeft -= count
      guard seen.insert(offset).inserted, entriesLeft >= 0 else {
        fault = "the directories run in a circle or overlap"
        return
      }
      let entries = offset + countSize
      read(offset: offset, entries: entries, count: count, size: entrySize)
      next = order.number(bytes, at: entries + count * entrySize, count: offsetSize)
    }
  }

  private mutating func read(offset: Int, entries: Int, count: Int, size: Int) {
    let isBig = order.isBigTIFF
    var isPage = true
    var payload: Int? = 0
    for entry in stride(from: entries, to: entries + count * size, by: size) {
      let value = entry + (isBig ? 12 : 8)
      guard let tag = order.number(bytes, at: entry, count: 2),
        let type = order.number(bytes, at: entry + 2, count: 2)
      else { continue }
      let values = order.number(bytes, at: entry + 4, count: isBig ? 8 : 4)
      let (sum, overflow) = Self.adding(payload, values, of: Self.size(ofType: type))
      payload = overflow ? nil : sum
      // NewSubfileType is a LONG, SubfileType a SHORT; some writers use the other.
      let kind = order.number(bytes, at: value, count: type == 3 ? 2 : 4)
      switch tag {
      case 254: if let kind, kind & 0b101 != 0 { isPage = false }
      case 255: if kind == 2 { isPage = false }
      case 270 where all.isEmpty && type == 2:
        imagesOfImageJ = values.flatMap { images(at: value, count: $0) }
      default: break
      }
    }
    all.append(TIFFDirectory(offset: offset, isPage: isPage, payloadBytes: payload))
  }

  /// The number after `images=` in an ImageDescription of ImageJ.
  private func images(at value: Int, count: Int) -> Int? {
    guard count > 8, let start = order.number(bytes, at: value, count: order.isBigTIFF ? 8 : 4),
      start <= bytes.count, count <= bytes.count - start
    else { return nil }
    // The line is among the first ones.
    let text = String(decoding: bytes[start..<start + min(count, 512)], as: UTF8.self)
    guard text.hasPrefix("ImageJ=") else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("images=") }
    return line.flatMap { Int($0.dropFirst(7)) }
  }

  private static func adding(
    _ sum: Int?, _ count: Int?, of size: Int
  ) -> (sum: Int, overflow: Bool) {
    guard let sum, let count else { return (0, true) }
    let (bytes, tooMany) = count.multipliedReportingOverflow(by: size)
    let (total, overflow) = sum.addingReportingOverflow(bytes)
    return (total, tooMany || overflow)
  }

  /// Bytes of a value; 1 for types that are not known.
  private static func size(ofType type: Int) -> Int {
    switch type {
    case 3, 8: 2
    case 4, 9, 11, 13: 4
    case 5, 10, 12, 16, 17, 18: 8
    default: 1
    }
  }
}
