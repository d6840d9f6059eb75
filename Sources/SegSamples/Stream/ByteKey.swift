/// A key or name that is compared by its UTF-8 bytes.
///
/// Two Swift strings are equal when they look the same, `é` as one character and as two; two files of
/// those names are not the same file.
public struct ByteKey: Sendable, Hashable {
  /// The key as text.
  public let text: String

  /// Takes a key.
  public init(_ text: String) { self.text = text }

  /// True for the same bytes.
  public static func == (left: ByteKey, right: ByteKey) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Adds the bytes to a hash.
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
