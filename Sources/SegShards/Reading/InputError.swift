import SegBasics

/// What can be wrong with an input as a whole.
public enum InputError: SegError {
  /// Neither a manifest nor a tar of samples; `looksLike` says what it is, where that is known.
  case unknownForm(looksLike: String?)
  /// A folder that is no shard set.
  case notAShardSet
  /// A shard set that segpack has begun and not finished.
  case unfinishedSet
  /// A shard that `dataset.json` lists is not there.
  case missingShard(String)
  /// A shard that a set without a description must have had is not there.
  case lostShard(String)
  /// A set that another process makes at the moment.
  case setInTheMaking
  /// A manifest where samples themselves are needed.
  case manifest
  /// A member, or the number of members, is not what `dataset.json` says.
  case changedShard(member: String?)
  /// A key that occurs twice where samples are found by their keys.
  case repeatedKey(String)
  /// A pattern that stands for more inputs than this.
  case tooManyInputs(Int)
  /// There is nothing to read.
  case empty

  /// What is wrong with a set in a folder with a journal: somebody writes it, or did.
  static func unfinished(_ folder: String) -> InputError {
    FolderLock.isHeld(folder, name: OutputFolder.lockName) ? .setInTheMaking : .unfinishedSet
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unknownForm(let kind):
      (kind.map { "\($0), " } ?? "") + "neither a manifest nor a sample stream nor a shard set"
        + "; segls lists a data set"
    case .notAShardSet:
      "the folder holds neither shards (.tar) nor members of samples (KEY.png, KEY.json); "
        + "segls list DIR lists a data set as downloaded"
    case .unfinishedSet:
      "segpack was interrupted while it made this set; repeat its line to finish it"
    case .missingShard(let name):
      "\(name) is missing, which dataset.json lists; segpack verify names every fault"
    case .lostShard(let name):
      "dataset.json is missing, and so is \(name); segpack verify names every fault"
    case .setInTheMaking: "another segpack is making this set; wait until it has finished"
    case .manifest: "a manifest, which only names files; segmask decode makes a stream of it"
    case .changedShard(let member):
      (member.map { "member \($0) is" } ?? "its members are")
        + " not what dataset.json says; segpack verify names every fault"
    case .repeatedKey(let key): "sample \(key) occurs a second time, and is looked up by its key"
    case .tooManyInputs(let most): "the pattern stands for more than \(most) inputs"
    case .empty: "the input is empty"
    }
  }
}
