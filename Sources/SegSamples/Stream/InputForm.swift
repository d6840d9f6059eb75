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
  /// Asks for no more than decides, so that the first line of a manifest is used as soon as it comes.
  ///
  /// - Returns: nil when there are no bytes at all.
  /// - Throws: `SystemError`.
  public static func detect(_ input: BufferedInput) throws -> InputForm? {
    guard try !input.peek(1).isEmpty else { return nil }
    let start = try manifestStart(input)
    if start == .line { return .manifest }
    let head = Array(try input.peek(512))
    // Both POSIX and GNU archives say so at byte 257; older ones are known by their checksum.
    if head.count == 512, head[257..<262].elementsEqual("ustar".utf8) || hasTarChecksum(head) {
      return .stream
    }
    // An archive of nothing is two blocks of zeros.
    if head.count == 512, head.allSatisfy({ $0 == 0 }) {
      let blocks = try input.peek(1024)
      if blocks.count == 1024, blocks.allSatisfy({ $0 == 0 }) { return .stream }
    }
    return start == .brace ? .manifest : .other
  }

  private enum Start {
    /// A whole line that begins with a brace.
    case line
    /// A brace, and neither the end of a line nor a NUL after it so far.
    case brace
    /// Something else than a brace.
    case other
  }

  /// Looks for a brace as the first character that is not blank.
  ///
  /// The name of a tar's member may begin with a brace too, but a NUL ends it before any line does.
  private static func manifestStart(_ input: BufferedInput) throws -> Start {
    var hasBrace = false
    for count in 1...512 {
      let head = try input.peek(count)
      guard head.count == count, let byte = head.last else { break }
      switch byte {
      case UInt8(ascii: "\n") where hasBrace: return .line
      case 0: return hasBrace ? .brace : .other
      case UInt8(ascii: "{"): hasBrace = true
      case 0x20, 0x09, 0x0A, 0x0D: continue
      default: if !hasBrace { return .other }
      }
    }
    return hasBrace ? .brace : .other
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
