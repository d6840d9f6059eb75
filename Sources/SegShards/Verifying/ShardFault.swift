import SegBasics

/// What is wrong with a shard set.
public enum ShardFault: SegError {
  /// A file the set needs is not there.
  case missing
  /// A shard without a byte, which is no archive.
  case empty
  /// A file that cannot be read, from where on if that is known, and why.
  case unreadable(at: Int?, String)
  /// A member that stands where the file cannot be read.
  case unreadableMember(String)
  /// A file has another size than the description says.
  case wrongSize(expected: Int, found: Int)
  /// A file has another checksum than the description says.
  case wrongChecksum(expected: String, found: String)
  /// A member has another checksum than the description says.
  case changedMember(String)
  /// The header in front of a member is not the one that was written.
  case changedHeader(String)
  /// The zeros after a member are none any more.
  case changedPadding(String)
  /// The blocks that end the archive were changed.
  case changedEnd
  /// A sample whose members lie in a part of the shard that is missing.
  case cutOff
  /// The shard has more or fewer members or samples than the description says.
  case wrongCount(String, expected: Int, found: Int)
  /// An index does not say what the shard holds.
  case wrongIndex
  /// Decoded samples give other statistics than `dataset.json` states; the field.
  case wrongStatistics(String)
  /// The name of a shard in `dataset.json` leads out of the folder.
  case badName(String)
  /// `dataset.json` was changed after it was written.
  case changedDescription
  /// A shard that the description does not list.
  case unlisted
  /// A run that did not come to its end.
  case unfinished
  /// A key that stands twice.
  case duplicateKey(first: String)
  /// The metadata of a sample hold another key than its member names.
  case otherKey(String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .findings }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .missing: "is missing"
    case .empty: "is empty"
    case .unreadable(let place?, let reason): "cannot be read at byte \(place): \(reason)"
    case .unreadable(nil, let reason): "cannot be read: \(reason)"
    case .unreadableMember(let name): "member \(name) cannot be read"
    case .wrongSize(let expected, let found): "has \(found) bytes; \(expected) were written"
    case .wrongChecksum(let expected, let found):
      "has XXH64 \(found); \(expected) was written: the file is damaged"
    case .changedMember(let name): "member \(name) is damaged"
    case .changedHeader(let name): "the header of member \(name) is damaged"
    case .changedPadding(let name): "the padding after member \(name) is damaged"
    case .changedEnd: "the blocks that end the archive are damaged"
    case .cutOff: "lies in the part of the shard that is missing"
    case .wrongCount(let what, let expected, let found):
      "has \(found) \(what); \(expected) were written"
    case .wrongIndex: "does not say what the shard holds"
    case .wrongStatistics(let field): "field \"\(field)\" is not what the samples give"
    case .badName(let name): "names a shard \"\(name)\", which is no file name"
    case .changedDescription: "was changed after it was written"
    case .unlisted: "is not listed in \(DatasetDescription.fileName)"
    case .unfinished: "the set is not complete: repeat the segpack line that was killed"
    case .duplicateKey(let first): "the key stands in \(first) too"
    case .otherKey(let key): "its metadata hold the key \(key)"
    }
  }
}
