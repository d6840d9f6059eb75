import SegBasics
import SegSamples
import SegShards

extension PendingSample {
  /// A sample made from foreign bytes, in the members it would have in a stream.
  ///
  /// - Throws: `SampleKeyError`, `SampleError`.
  init(made sample: Sample, source: String) throws {
    let written = MemberName.escape(sample.key)
    var members = SampleMembers(writtenKey: written)
    for member in try sample.members() {
      let fileExtension = String(
        decoding: member.name.utf8.dropFirst(written.utf8.count + 1), as: UTF8.self)
      try members.add(fileExtension, member.data)
    }
    self = .stored(members, source: source)
  }
}
