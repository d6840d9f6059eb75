/// How keys are written in member names, and read from them.
///
/// WebDataset cuts a basename at its first dot, so within the basename `%` is written `%25` and `.`
/// is written `%2E`. All of it works on bytes: a character that combines with a dot or a slash before
/// it makes them no less a dot or a slash in a file name.
public enum MemberName {
  private static let dot = UInt8(ascii: ".")
  private static let slash = UInt8(ascii: "/")

  /// The name of a member: the escaped key, a dot and the extension.
  public static func make(key: String, extension fileExtension: String) -> String {
    escape(key) + "." + fileExtension
  }

  /// The key as it is written in member names.
  public static func escape(_ key: String) -> String {
    let bytes = Array(key.utf8)
    let base = basename(bytes)
    guard bytes[base...].contains(where: { $0 == dot || $0 == UInt8(ascii: "%") }) else {
      return key
    }
    var written = Array(bytes[..<base])
    for byte in bytes[base...] {
      switch byte {
      case UInt8(ascii: "%"): written += "%25".utf8
      case dot: written += "%2E".utf8
      default: written.append(byte)
      }
    }
    return String(decoding: written, as: UTF8.self)
  }

  /// Splits a name into the key as written and the lower-case extension.
  ///
  /// - Returns: nil for names WebDataset passes over: no dot in the basename, or one at its start,
  ///   and the `__meta__` files at the top.
  public static func split(_ name: String) -> (key: String, extension: String)? {
    var name = name
    return name.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      guard let (key, fileExtension) = split(bytes) else { return nil }
      return (
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[key]), as: UTF8.self),
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[fileExtension]), as: UTF8.self)
          .lowercased()
      )
    }
  }

  /// Where in a name the key as written stands, and the extension as it is.
  ///
  /// - Returns: nil as ``split(_:)-(String)``.
  package static func split(
    _ bytes: UnsafeRawBufferPointer
  ) -> (key: Range<Int>, extension: Range<Int>)? {
    var start = 0
    // What `tar cf a.tar -C folder .` puts before every name.
    while start + 1 < bytes.count, bytes[start] == dot, bytes[start + 1] == slash { start += 2 }
    var base = bytes.count
    while base > start, bytes[base - 1] != slash { base -= 1 }
    let end = bytes.count
    let mark = UInt8(ascii: "_")
    if base == start, end - start >= 2, bytes[start] == mark, bytes[start + 1] == mark,
      bytes[end - 2] == mark, bytes[end - 1] == mark
    {
      return nil
    }
    var cut = base
    while cut < end, bytes[cut] != dot { cut += 1 }
    guard cut < end, cut > base else { return nil }
    return (start..<cut, (cut + 1)..<end)
  }

  /// The key that an escaped key stands for.
  public static func unescape(_ written: String) -> String {
    let bytes = Array(written.utf8)
    guard bytes.contains(UInt8(ascii: "%")) else { return written }
    let base = basename(bytes)
    var key = Array(bytes[..<base])
    var rest = bytes[base...]
    while let byte = rest.first {
      if rest.starts(with: "%2E".utf8) {
        key.append(dot)
        rest = rest.dropFirst(3)
      } else if rest.starts(with: "%25".utf8) {
        key.append(UInt8(ascii: "%"))
        rest = rest.dropFirst(3)
      } else {
        key.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: key, as: UTF8.self)
  }

  /// Where the last part of a path begins.
  private static func basename(_ bytes: [UInt8]) -> Int {
    bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
  }
}
