import SegBasics
import SegSamples

/// A key that would lead out of the folder its files go to.
struct UnsafeKey: SegError {
  let key: String
  var exitStatus: ExitStatus { .badData }
  var description: String {
    "key \(key) cannot be a file name below the output folder (absolute, empty, or with . or ..)"
  }
}

/// A folder with one file a member: `KEY.png`, `KEY.mask.png`, `KEY.json`.
struct SampleFolder {
  private let path: String

  init(_ path: String) throws {
    self.path = path
    try createFolder(path)
  }

  /// Writes the members of a sample; each file appears when it is complete.
  func add(_ members: [(name: String, data: [UInt8])], key: String) throws {
    for member in members {
      let parts = member.name.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }),
        !member.name.utf8.contains(0)
      else { throw UnsafeKey(key: key) }
      if parts.count > 1 { try createFolder(path + "/" + parts.dropLast().joined(separator: "/")) }
      try AtomicFile.write(member.data, to: path + "/" + member.name)
    }
  }
}
