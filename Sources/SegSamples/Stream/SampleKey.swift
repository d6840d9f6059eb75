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

  /// The longest key as written in member names, in bytes: readers take a pax header of 1 MiB, and there
  /// the extension and other records have to stand too.
  public static let longest = TarHeader.longestExtension - 4096

  /// Checks that readers take the names of members that are named after the key.
  ///
  /// - Throws: ``SampleKeyError/tooLong(bytes:)``.
  public func checkLength() throws(SampleKeyError) {
    let bytes = text.utf8.count
    // Written, a byte takes three at the most.
    guard bytes > Self.longest / 3 else { return }
    guard MemberName.escape(text).utf8.count <= Self.longest else { throw .tooLong(bytes: bytes) }
  }

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
    try checkLength()
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
  /// No reader would take the names of its files.
  case tooLong(bytes: Int)

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
    case .tooLong(let bytes):
      "the key has \(bytes) bytes; readers take names of \(SampleKey.longest) as they are written"
    }
  }
}
