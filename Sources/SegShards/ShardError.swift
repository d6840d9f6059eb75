import SegBasics

/// What can be wrong with a shard set, or with packing one.
public enum ShardError: SegError {
  /// Two samples of a set have one key.
  case duplicateKey(String, first: String, second: String)
  /// A key whose member names would not be read back as that key.
  case unusableKey(String)
  /// A member name the indexes cannot hold.
  case unusableMember(String)
  /// A member larger than readers take.
  case memberTooLarge(String, size: Int, limit: Int)
  /// More pixels or samples than can be counted exactly.
  case countTooLarge
  /// There is nothing to pack.
  case noSamples
  /// More shards than the six digits of their names count.
  case tooManyShards
  /// Label values of samples without a class table that the table of the others does not define.
  case valueOutsideTable(Int, table: String)
  /// Another process packs into the folder.
  case folderBusy
  /// The folder holds a complete shard set made from something else.
  case holdsAnotherSet(String)
  /// The folder holds a set in a version of the format that only a newer segpack knows.
  case newerFormat(Int)
  /// An interrupted run in the folder had other settings: its first that differs, and this run's; nil
  /// when its journal is damaged.
  case interruptedOtherwise(String?)
  /// The folder holds files that are not of this set.
  case holdsForeignFiles([String])
  /// The folder holds sets of the same samples, divided otherwise.
  case holdsOtherSets([String])
  /// The folder for files holds a shard set.
  case holdsShardSet
  /// An input lies in the output folder.
  case inputInOutputFolder(String)
  /// An index does not describe the shard beside it.
  case staleIndex(shard: String)
  /// An index that is not of a known form.
  case badIndex(line: Int)
  /// Keys that no sample has.
  case noSuchKeys([String])
  /// A key that would be written outside the folder.
  case escapingKey(String)
  /// No sample is of those chosen.
  case nothingChosen
  /// A key too long for the name of a file: bytes of the name, and the most there may be.
  case longFileName(bytes: Int, limit: Int)
  /// A file that stands already, with other content.
  case fileExists
  /// A file that this run wrote already, for another sample.
  case writtenTwice
  /// A sample that does not say of which split it is.
  case noSplit
  /// A split that cannot name a folder.
  case unusableSplit(String)
  /// A sample of one split that is mixed with a sample of another.
  case mixedSplits(String, partner: String, String)
  /// Splits that no sample fell into.
  case emptySplits([String])
  /// A file of the input that another program changes.
  case changedMeanwhile
  /// More shards are asked for than there are samples.
  case fewerSamplesThanShards(samples: Int, shards: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .duplicateKey, .unusableKey, .unusableMember, .memberTooLarge, .countTooLarge, .noSamples,
      .valueOutsideTable, .staleIndex,
      .badIndex, .escapingKey, .noSplit, .unusableSplit, .mixedSplits, .emptySplits,
      .changedMeanwhile,
      .fewerSamplesThanShards, .writtenTwice, .nothingChosen, .longFileName:
      .badData
    case .noSuchKeys: .noInput
    case .tooManyShards, .folderBusy, .holdsAnotherSet, .newerFormat, .interruptedOtherwise,
      .holdsForeignFiles, .holdsOtherSets, .holdsShardSet, .inputInOutputFolder, .fileExists:
      .cannotCreate
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .duplicateKey(let key, let first, let second):
      "key \(key) stands twice: \(first), and \(second); keys are unique in a set"
    case .unusableKey(let key):
      "key \"\(key)\" cannot name a file: it ends with a slash"
    case .unusableMember(let name): "member \"\(name)\": an extension with white space"
    case .memberTooLarge(let name, let size, let limit):
      "member \(name) has \(size) bytes, more than the \(limit) that are read back"
    case .countTooLarge: "more pixels or samples than can be counted"
    case .noSamples: "there is no sample to pack"
    case .tooManyShards:
      "more than 1000000 shards; choose a larger --shard-size or --samples-per-shard"
    case .valueOutsideTable(let value, let table):
      "a sample without a class table has label value \(value), which table \(table) of the other "
        + "samples does not define"
    case .folderBusy: "another segpack writes to this folder"
    case .holdsAnotherSet(let why):
      "the folder holds a complete shard set, and \(why); choose another folder, or --force"
    case .newerFormat(let version):
      "\(DatasetDescription.fileName) is of version \(version), which a newer segpack wrote; this one, "
        + "which knows version \(DatasetDescription.version), leaves the set as it is"
    case .interruptedOtherwise(let difference?):
      "an interrupted run in this folder had \(difference); repeat its line, or --force to begin anew"
    case .interruptedOtherwise(nil):
      "the journal of an interrupted run in this folder is damaged; --force begins anew"
    case .holdsForeignFiles(let names):
      "the folder holds \(names.prefix(3).joined(separator: ", "))"
        + "\(names.count > 3 ? " and more" : ""), not of this set; choose another folder"
    case .holdsOtherSets(let sets):
      "the set\(sets.count == 1 ? "" : "s") \(sets.prefix(4).joined(separator: ", "))"
        + "\(sets.count > 4 ? " and more" : "") stand\(sets.count == 1 ? "s" : "") there, not of this "
        + "division: one sample would be in several; choose another folder, or --force"
    case .holdsShardSet: "the folder holds a shard set; choose another folder for files"
    case .inputInOutputFolder(let input):
      "the input \(input) lies in the output folder; choose another folder"
    case .staleIndex(let shard): "the index of \(shard) does not describe it; run segpack verify"
    case .badIndex(let line): "line \(line) is no line of a DALI index"
    case .noSuchKeys(let keys):
      "no sample has the key \(keys.prefix(5).joined(separator: ", or "))"
        + (keys.count > 5 ? " (and \(keys.count - 5) more)" : "")
    case .escapingKey(let key):
      "key \"\(key)\" would be written outside the folder, or names no file"
    case .nothingChosen: "no sample passes the tests: nothing is chosen"
    case .longFileName(let bytes, let limit):
      "the key makes a file name of \(bytes) bytes, and \(limit) are the most; leave the sample out "
        + "(--on-error skip), or give it a shorter key"
    case .fileExists: "stands already with other content; --force replaces it"
    case .writtenTwice:
      "two samples would be written here: their key stands twice in the input; give them keys of their own"
    case .noSplit:
      "the sample does not say of which split it is; segls split draws one, or --split-by NAME=SHARE,…"
    case .unusableSplit(let name): "split \"\(name)\" cannot name a folder"
    case .mixedSplits(let own, let partner, let other):
      "it falls into \(own), and is mixed with \(partner), which falls into \(other); divide the "
        + "samples first, and mix those of each split"
    case .emptySplits(let names):
      "no sample falls into \(names.joined(separator: ", ")): there are too few for these shares"
    case .changedMeanwhile: "the file has changed while it was read; run the line again"
    case .fewerSamplesThanShards(let samples, let shards):
      "\(samples) samples do not fill \(shards) shards; take a smaller --shard-count"
    }
  }
}
