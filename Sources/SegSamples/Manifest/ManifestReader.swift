import SegBasics

/// Reads the lines of a manifest in order.
public final class ManifestReader {
  private let input: BufferedInput
  /// The line read last, counted from 1.
  public private(set) var line = 0

  /// Reads a manifest from its first line on.
  public init(_ input: BufferedInput) { self.input = input }

  /// The next sample, or nil at the end; empty lines are passed over.
  ///
  /// - Throws: `Located` ``JSONError`` with the number of the line, `SystemError`.
  public func next() throws -> ManifestEntry? {
    guard let bytes = try nextLine() else { return nil }
    return try locating(path: input.name, line: line) { try ManifestEntry(line: bytes) }
  }

  /// The next line that is not empty as it stands there, or nil at the end.
  ///
  /// - Throws: `SystemError`, `LineTooLong`.
  public func nextLine() throws -> [UInt8]? {
    while let bytes = try input.readLine() {
      line += 1
      if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      return bytes
    }
    return nil
  }
}
