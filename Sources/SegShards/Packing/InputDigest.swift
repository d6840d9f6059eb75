import SegBasics
import SegSamples

extension PendingSample {
  /// A checksum that changes when the sample does, found without decoding anything.
  ///
  /// Of a listed sample it covers the line, and size and time of its files; of a stored one all bytes.
  func inputDigest() throws -> UInt64 {
    var hash = XXH64()
    switch self {
    case .listed(let entry):
      hash.add(try entry.line())
      for path in [entry.image, entry.mask?.path].compactMap({ $0 }) {
        let status = try? fileStatus(path)
        hash.add(UInt64(bitPattern: Int64(status?.size ?? -1)))
        hash.add(UInt64(bitPattern: status?.modified ?? -1))
      }
    case .unreadable(let line): line.bytes.withUnsafeBytes { hash.add($0) }
    case .stored(let members, _):
      hash.add(members.writtenKey)
      for member in members.members {
        hash.add(member.fileExtension)
        hash.add(UInt64(member.data.count))
        member.data.withUnsafeBytes { hash.add($0) }
      }
    }
    return hash.value
  }
}
