import SegBasics

/// A regular file of an archive in memory.
package struct TarEntry {
  /// Where the first block of its headers begins.
  package let start: Int
  /// Where the data begin.
  package let offset: Int
  /// Bytes of data.
  package let size: Int
  /// Which of several archives that follow one another it is of, from 0.
  package let archive: Int
  fileprivate let name: Name

  fileprivate enum Name {
    /// In the archive itself.
    case place(Range<Int>)
    /// Put together from two fields.
    case joined([UInt8])
  }

  /// Where the data and their padding end.
  package var end: Int { offset + size + (-size & 511) }
}

/// Finds the members of an archive in memory, without copying them: what ``TarReader`` reads of it.
package struct TarScanner {
  /// The archive.
  package let bytes: UnsafeRawBufferPointer
  /// Where the next header is looked for.
  package private(set) var position: Int
  private let limit: Int
  private var hasEnded = true
  private var archive = 0

  /// Begins at a place in an archive, which stays in memory meanwhile.
  ///
  /// - Parameters:
  ///   - bytes: The archive from its first byte on.
  ///   - position: A multiple of 512.
  ///   - limit: The most bytes of one member; 2 GiB unless told.
  package init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0, limit: Int = 1 << 31) {
    self.bytes = bytes
    self.position = position
    self.limit = limit
  }

  /// The next regular file, or nil at the end; everything else is passed over.
  package mutating func next() throws(TarError) -> TarEntry? {
    var overrides = TarOverrides()
    var start: Int?
    while true {
      let offset = position
      guard offset < bytes.count else {
        guard hasEnded else { throw .noEnd(offset: offset) }
        return nil
      }
      let block = UnsafeRawBufferPointer(rebasing: bytes[offset..<min(bytes.count, offset + 512)])
      let isZero = block[0] == 0 && block.allSatisfy { $0 == 0 }
      guard block.count == 512 else {
        if isZero, hasEnded {
          position = bytes.count
          return nil
        }
        throw .cutOffHeader(offset: offset)
      }
      position += 512
      if isZero {
        hasEnded = true
        continue
      }
      if hasEnded, offset > 0 { archive += 1 }
      hasEnded = false
      guard let header = TarHeader(block) else { throw .notAHeader(offset: offset) }
      let name: TarEntry.Name =
        if let place = overrides.name {
          .place(place)
        } else if header.prefixLength == 0 {
          .place(offset..<(offset + header.nameLength))
        } else {
          .joined(header.name(block))
        }
      guard let size = overrides.size ?? header.size else {
        throw .badField("size", member: text(name))
      }
      switch header.kind {
      case .file:
        guard size <= limit else {
          throw .memberTooLarge(text(name), size: size, limit: limit)
        }
        let data = try take(size, of: name)
        return TarEntry(
          start: start ?? offset, offset: data, size: size, archive: archive, name: name)
      case .longName, .pax:
        guard let size = header.size, size <= TarHeader.longestExtension else {
          throw .badField("size", member: text(name))
        }
        start = start ?? offset
        let data = try take(size, of: name)
        let content = UnsafeRawBufferPointer(rebasing: bytes[data..<(data + size)])
        if header.kind == .longName {
          overrides.take(longName: content, at: data)
        } else if !overrides.take(pax: content, at: data) {
          throw .badField("pax", member: text(name))
        }
      case .other:
        _ = try take(size, of: name)
        overrides = TarOverrides()
        start = nil
      }
    }
  }

  /// Calls `body` with the bytes of a member's name.
  package func withName<Result>(
    of entry: TarEntry, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    switch entry.name {
    case .place(let place): try body(UnsafeRawBufferPointer(rebasing: bytes[place]))
    case .joined(let name): try name.withUnsafeBytes { try body($0) }
    }
  }

  /// A member's name.
  package func name(of entry: TarEntry) -> String { text(entry.name) }

  /// Goes on at another place, after what stands there was found to be damaged.
  ///
  /// - Parameter position: A multiple of 512.
  package mutating func skip(to position: Int) {
    self.position = position
    hasEnded = false
  }

  private func text(_ name: TarEntry.Name) -> String {
    switch name {
    case .place(let place):
      String(decoding: UnsafeRawBufferPointer(rebasing: bytes[place]), as: UTF8.self)
    case .joined(let name): String(decoding: name, as: UTF8.self)
    }
  }

  /// Passes over data and their padding; returns where the data begin.
  private mutating func take(_ size: Int, of name: TarEntry.Name) throws(TarError) -> Int {
    let start = position
    let left = bytes.count - start
    guard size <= left else { throw .cutOff(member: text(name), missing: size - left) }
    // A missing end of the padding does no harm; the next header would be missed.
    position = min(bytes.count, start + size + (-size & 511))
    return start
  }
}

extension TarHeader {
  /// Whether a block is the header of a regular file, its checksum included.
  package static func isMember(_ block: UnsafeRawBufferPointer) -> Bool {
    guard let header = TarHeader(block), header.size != nil else { return false }
    return header.kind != .other
  }

  /// Whether the headers in front of some data are those of a member of this size and name.
  package static func stands(
    in bytes: UnsafeRawBufferPointer, before offset: Int, size: Int,
    name: UnsafeRawBufferPointer
  ) -> Bool {
    guard offset >= 512, offset <= bytes.count, size >= 0, size <= bytes.count - offset else {
      return false
    }
    let block = UnsafeRawBufferPointer(rebasing: bytes[(offset - 512)..<offset])
    guard let header = TarHeader(block), header.kind == .file else { return false }
    if header.size == size, header.prefixLength == 0, header.nameLength == name.count,
      block[..<header.nameLength].elementsEqual(name)
    {
      return true
    }
    if header.prefixLength > 0, header.size == size, name.elementsEqual(header.name(block)) {
      return true
    }
    // A name that is long, or not ASCII, stands in an extension before the header, whose length nothing
    // here tells.
    let first = max(0, offset - 1024 - longestExtension - extensionsBeside)
    var start = offset - 1536
    while start >= first {
      defer { start -= 512 }
      let kind = bytes[start + 156]
      guard kind == UInt8(ascii: "x") || kind == UInt8(ascii: "L"),
        let header = TarHeader(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 512)])),
        header.kind == .pax || header.kind == .longName
      else { continue }
      var scanner = TarScanner(bytes, from: start)
      guard let entry = try? scanner.next() else { continue }
      if entry.offset == offset, entry.size == size,
        scanner.withName(of: entry, { $0.elementsEqual(name) })
      {
        return true
      }
    }
    return false
  }

  /// The most bytes of one extension that are read: a name, and what else is told of a member.
  package static let longestExtension = 1 << 20
  /// Bytes of other extensions between the one that names a member and the member.
  private static let extensionsBeside = 8192
}
