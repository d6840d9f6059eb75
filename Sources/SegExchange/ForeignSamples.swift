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

/// The files below a folder whose names pass a test, as paths relative to it, sorted by their bytes.
///
/// Hidden ones are passed over.
///
/// - Throws: `SystemError`; `Located` `UnreadableFileName`.
func filesBelow(_ folder: String, where accepts: (String) -> Bool) throws -> [String] {
  var found: [String] = []
  // Folders still to be looked into, and how deep they lie: links may go in a circle.
  var pending: [(name: String, depth: Int)] = [("", 0)]
  while let (parent, depth) = pending.popLast() {
    for name in try namesInFolder(folder + "/" + parent) where !name.hasPrefix(".") {
      let path = parent.isEmpty ? name : parent + "/" + name
      switch try fileStatus(folder + "/" + path)?.kind {
      case .folder where depth < 32: pending.append((path, depth + 1))
      case .file where accepts(name): found.append(path)
      default: break
      }
    }
  }
  return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
