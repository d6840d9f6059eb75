import SegBasics
import SegImaging

/// The forms in which samples come, told apart by their first bytes.
public enum InputForm: Sendable, Equatable {
  /// JSON Lines, one sample a line.
  case manifest
  /// A tar of samples.
  case stream
  /// Anything else, such as a picture.
  case other

  /// Looks at the first bytes without taking them.
  ///
  /// - Returns: nil when there are no bytes at all.
  /// - Throws: `SystemError`.
  public static func detect(_ input: BufferedInput) throws -> InputForm? {
    let head = Array(try input.peek(512))
    guard !head.isEmpty else { return nil }
    let first = head.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if first == UInt8(ascii: "{") { return .manifest }
    // Both POSIX and GNU archives say so at byte 257; older ones are known by their checksum.
    if head.count == 512, head[257..<262].elementsEqual("ustar".utf8) || hasTarChecksum(head) {
      return .stream
    }
    return .other
  }

  private static func hasTarChecksum(_ block: [UInt8]) -> Bool {
    guard block[0] != 0 else { return false }
    let digits = block[148..<156].drop { $0 == 32 }.prefix { (48..<56).contains($0) }
    guard !digits.isEmpty else { return false }
    let stored = digits.reduce(0) { $0 << 3 | Int($1 - 48) }
    let others = block[..<148].reduce(0) { $0 + Int($1) } + block[156...].reduce(0) { $0 + Int($1) }
    return stored == others + 8 * 32
  }
}
