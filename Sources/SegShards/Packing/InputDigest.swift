import SegBasics
import SegSamples

extension PendingSample {
  /// A checksum that changes when the sample does, found without decoding anything.
  ///
  /// Of a listed sample it covers the line, and size and time of its files; of a stored one the checksums
  /// of its members.
  ///
  /// - Parameter checksums: Those of a stored sample, where they are known already.
  func inputDigest(_ checksums: MemberChecksums? = nil) throws -> UInt64 {
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
      let checksums = checksums ?? MemberChecksums(members)
      for (member, checksum) in zip(members.members, checksums.values) {
        hash.add(member.fileExtension)
        hash.add(UInt64(member.data.count))
        hash.add(checksum)
      }
    }
    return hash.value
  }
}
