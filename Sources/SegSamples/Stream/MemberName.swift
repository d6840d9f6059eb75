/// How keys are written in member names, and read from them.
///
/// WebDataset cuts a basename at its first dot, so within the basename `%` is written `%25` and `.`
/// is written `%2E`.
public enum MemberName {
  /// The name of a member: the escaped key, a dot and the extension.
  public static func make(key: String, extension fileExtension: String) -> String {
    let slash = key.utf8.lastIndex(of: UInt8(ascii: "/"))
    let base = slash.map { key.utf8.index(after: $0) } ?? key.startIndex
    var name = String(key[..<base])
    for character in key[base...].unicodeScalars {
      switch character {
      case "%": name += "%25"
      case ".": name += "%2E"
      default: name.unicodeScalars.append(character)
      }
    }
    return name + "." + fileExtension
  }

  /// Splits a name into the key as written and the lower-case extension.
  ///
  /// - Returns: nil for names WebDataset passes over: no dot in the basename, or one at its start,
  ///   and the `__meta__` files at the top.
  public static func split(_ name: String) -> (key: String, extension: String)? {
    if !name.contains("/"), name.hasPrefix("__"), name.hasSuffix("__") { return nil }
    let slash = name.utf8.lastIndex(of: UInt8(ascii: "/"))
    let base = slash.map { name.utf8.index(after: $0) } ?? name.startIndex
    guard let dot = name.utf8[base...].firstIndex(of: UInt8(ascii: ".")), dot > base else {
      return nil
    }
    let fileExtension = name[name.utf8.index(after: dot)...]
    return (String(name[..<dot]), fileExtension.lowercased())
  }

  /// The key that an escaped key stands for.
  public static func unescape(_ written: String) -> String {
    guard written.contains("%") else { return written }
    let slash = written.lastIndex(of: "/")
    let base = slash.map { written.index(after: $0) } ?? written.startIndex
    let name = written[base...].replacing("%2E", with: ".").replacing("%25", with: "%")
    return String(written[..<base]) + name
  }
}
