import SegBasics

/// The key of a sample, compared byte for byte.
///
/// Two spellings of one text, such as é as one character or as two, are two file names and so two keys,
/// though `String` calls them equal.
public struct SampleKey: Sendable, Hashable {
  /// The key as text.
  public let text: String

  /// Wraps a key.
  public init(_ text: String) { self.text = text }

  /// Checks that members can be named after the key, and the key be read from their names.
  ///
  /// - Throws: ``SampleKeyError``.
  public func check() throws(SampleKeyError) {
    guard let last = text.utf8.last else { throw .empty }
    if text.utf8.contains(0) { throw .holdsNUL(text) }
    if last == UInt8(ascii: "/") { throw .endsInSlash(text) }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let leadsElsewhere = parts.contains { part in
      part.isEmpty || part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8)
    }
    if leadsElsewhere { throw .leadsElsewhere(text) }
  }

  /// True when the bytes are the same.
  public static func == (left: SampleKey, right: SampleKey) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Adds the bytes.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(0xFF))
  }
}

/// Why no member can be named after a key.
public enum SampleKeyError: SegError {
  /// There is nothing to name a file after.
  case empty
  /// File names end at a NUL.
  case holdsNUL(String)
  /// Unpacked below a folder, the files would lie elsewhere.
  case leadsElsewhere(String)
  /// What stands after the last slash names the file, and that is nothing.
  case endsInSlash(String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .empty: "the key is empty; it names the files of the sample"
    case .holdsNUL(let key):
      "the key \(key.split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "\\0"))"
        + " holds a NUL, which no file name may"
    case .leadsElsewhere(let key):
      "the key \(key) is no path below a folder; its parts are not empty, . or .."
    case .endsInSlash(let key):
      "the key \(key) ends in a slash, which leaves its files without a name"
    }
  }
}
