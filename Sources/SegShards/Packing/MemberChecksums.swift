import SegSamples

/// The checksums of the members of a stored sample, so that those that stay as they are need no second
/// pass over their bytes.
struct MemberChecksums {
  /// In the order of the members.
  let values: [UInt64]
  private let members: [[UInt8]]

  /// Takes the checksums.
  init(_ sample: SampleMembers) {
    members = sample.members.map(\.data)
    values = members.map { XXH64.hash($0) }
  }

  /// The checksum of an array that is one of the members, and not only equal to it; nil for any other.
  func known(_ data: [UInt8]) -> UInt64? {
    let place = members.firstIndex { member in
      member.withUnsafeBytes { member in
        data.withUnsafeBytes { member.baseAddress == $0.baseAddress && member.count == $0.count }
      }
    }
    return place.map { values[$0] }
  }
}
