/// How keys are written in member names, and read from them.
///
/// WebDataset cuts a basename at its first dot, so within the basename `%` is written `%25` and `.`
/// is written `%2E`. All of it works on bytes: a character that combines with a dot or a slash before
/// it makes them no less a dot or a slash in a file name.
public enum MemberName {
  private static let dot = UInt8(ascii: ".")

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
    var bytes = Array(name.utf8)
    // What `tar cf a.tar -C folder .` puts before every name.
    while bytes.starts(with: "./".utf8) { bytes.removeFirst(2) }
    let base = basename(bytes)
    if base == 0, bytes.starts(with: "__".utf8),
      bytes.suffix(2).elementsEqual("__".utf8)
    {
      return nil
    }
    guard let cut = bytes[base...].firstIndex(of: dot), cut > base else { return nil }
    let fileExtension = String(decoding: bytes[(cut + 1)...], as: UTF8.self)
    return (String(decoding: bytes[..<cut], as: UTF8.self), fileExtension.lowercased())
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
