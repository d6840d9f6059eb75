import SegBasics

/// What can be wrong with a tar archive.
public enum TarError: SegError {
  /// The 512 bytes at `offset` are no header: the checksum does not match.
  case notAHeader(offset: Int)
  /// The archive ends inside a member.
  case cutOff(member: String, missing: Int)
  /// The archive ends inside a header.
  case cutOffHeader(offset: Int)
  /// The archive ends without its end-of-archive blocks.
  case noEnd(offset: Int)
  /// A field of a header is no number, or too large.
  case badField(String, member: String)
  /// A member is larger than what is taken into memory.
  case memberTooLarge(String, size: Int, limit: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notAHeader(let offset):
      "tar: what stands at byte \(offset) is no member header; the archive is damaged there"
    case .cutOff(let member, let missing):
      "tar: cut off inside member \(member): \(missing) bytes are missing"
    case .cutOffHeader(let offset): "tar: cut off inside the header at byte \(offset)"
    case .noEnd(let offset):
      "tar: cut off at byte \(offset), before the end-of-archive blocks; what wrote it was interrupted"
    case .badField(let field, let member): "tar: member \(member): bad \(field) field"
    case .memberTooLarge(let member, let size, let limit):
      "tar: member \(member) has \(size) bytes, more than the limit of \(limit)"
    }
  }
}
