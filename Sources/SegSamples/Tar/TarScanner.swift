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
///
/// Of an archive that is not all in memory it takes one window after the other, see ``step()``.
package struct TarScanner {
  /// What one step came to.
  package enum Step {
    /// A regular file.
    case member(TarEntry)
    /// The end of the archive.
    case end
    /// Nothing yet: this part of the archive has to be in the window first.
    case needs(Range<Int>)
  }

  /// Where the next header is looked for.
  package private(set) var position: Int
  /// What is in memory of the archive.
  private var window: UnsafeRawBufferPointer
  /// Where the window begins in the archive.
  private var base = 0
  /// Bytes of the archive.
  private let count: Int
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
    window = bytes
    count = bytes.count
    self.position = position
    self.limit = limit
  }

  /// Begins an archive of which nothing is in memory yet.
  ///
  /// - Parameter count: Bytes of the archive.
  package init(count: Int, limit: Int = 1 << 31) {
    window = UnsafeRawBufferPointer(start: nil, count: 0)
    self.count = count
    position = 0
    self.limit = limit
  }

  /// Looks at another part of the archive from here on; names of members before are gone.
  package mutating func slide(to window: UnsafeRawBufferPointer, at base: Int) {
    self.window = window
    self.base = base
  }

  /// The next regular file, or nil at the end; everything else is passed over.
  ///
  /// - Precondition: The whole archive is in memory.
  package mutating func next() throws(TarError) -> TarEntry? {
    switch try step() {
    case .member(let entry): return entry
    case .end: return nil
    case .needs(let range): preconditionFailure("bytes \(range) are not in memory")
    }
  }

  /// A part of the archive that is in memory.
  private func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      rebasing: window[(range.lowerBound - base)..<(range.upperBound - base)])
  }

  private func isInMemory(_ range: Range<Int>) -> Bool {
    range.lowerBound >= base && range.upperBound - base <= window.count
  }

  /// Goes on to the next regular file or to the end, as far as the window leads.
  ///
  /// When more is needed, the next step begins again with the first header of the member, which is where
  /// the part begins that is asked for.
  package mutating func step() throws(TarError) -> Step {
    var overrides = TarOverrides()
    var start: Int?
    var first = (position: position, hasEnded: hasEnded, archive: archive)
    while true {
      let offset = position
      if start == nil { first = (offset, hasEnded, archive) }
      guard offset < count else {
        guard hasEnded else { throw .noEnd(offset: offset) }
        return .end
      }
      let place = offset..<min(count, offset + 512)
      guard isInMemory(place) else {
        (position, hasEnded, archive) = first
        return .needs(position..<place.upperBound)
      }
      let block = part(place)
      let isZero = block[0] == 0 && block.allSatisfy { $0 == 0 }
      guard block.count == 512 else {
        if isZero, hasEnded {
          position = count
          return .end
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
        return .member(
          TarEntry(start: start ?? offset, offset: data, size: size, archive: archive, name: name))
      case .longName, .pax:
        guard let size = header.size, size <= TarHeader.longestExtension else {
          throw .badField("size", member: text(name))
        }
        start = first.position
        let data = try take(size, of: name)
        guard isInMemory(data..<(data + size)) else {
          // A chain of extensions that no writer makes must not fill the memory.
          guard data + size - first.position <= Self.longestChain else {
            throw .notAHeader(offset: first.position)
          }
          (position, hasEnded, archive) = first
          return .needs(position..<(data + size))
        }
        let content = part(data..<(data + size))
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

  /// The most bytes of headers of one member.
  private static let longestChain = 1 << 24

  /// Calls `body` with the bytes of a member's name, which is in the window.
  package func withName<Result>(
    of entry: TarEntry, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    switch entry.name {
    case .place(let place): try body(part(place))
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
      String(decoding: part(place), as: UTF8.self)
    case .joined(let name): String(decoding: name, as: UTF8.self)
    }
  }

  /// Passes over data and their padding; returns where the data begin.
  private mutating func take(_ size: Int, of name: TarEntry.Name) throws(TarError) -> Int {
    let start = position
    let left = count - start
    guard size <= left else { throw .cutOff(member: text(name), missing: size - left) }
    // A missing end of the padding does no harm; the next header would be missed.
    position = min(count, start + size + (-size & 511))
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
