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
    var overrides = Overrides()
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
      guard let header = block.withUnsafeBytes({ TarHeader($0) }) else {
        throw TarError.notAHeader(offset: offset)
      }
      let name =
        overrides.name
        ?? block.withUnsafeBytes { String(decoding: header.name($0), as: UTF8.self) }
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
        _ = overrides.take(try extensionData(header, of: name), isPAX: false)
      case .pax:
        guard overrides.take(try extensionData(header, of: name), isPAX: true) else {
          throw TarError.badField("pax", member: name)
        }
      case .other:
        try skip(size, of: name)
        overrides = Overrides()
      }
    }
  }

  /// The name and the size that extension headers give.
  private struct Overrides {
    var name: String?
    var size: Int?

    /// Takes the data of an extension header; false when they are malformed.
    mutating func take(_ bytes: [UInt8], isPAX: Bool) -> Bool {
      bytes.withUnsafeBytes { text in
        var found = TarOverrides()
        if isPAX {
          guard found.take(pax: text, at: 0) else { return false }
        } else {
          found.take(longName: text, at: 0)
        }
        if let place = found.name {
          name = String(decoding: UnsafeRawBufferPointer(rebasing: text[place]), as: UTF8.self)
        }
        size = found.size ?? size
        return true
      }
    }
  }

  /// The data of a long name or a pax record, which are never large.
  private func extensionData(_ header: TarHeader, of name: String) throws -> [UInt8] {
    guard let size = header.size, size <= TarHeader.longestExtension else {
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
