import SegBasics

/// Why shard sets cannot be merged.
public enum MergeError: SegError {
  /// A set without `dataset.json`, which nothing is known of.
  case notDescribed
  /// `dataset.json` is not as it was written.
  case changedDescription
  /// Some parts of a set, and other sets.
  case partsAndSets
  /// Parts that are not there, of how many.
  case missingParts([Int], count: Int)
  /// One part twice, and where the other is.
  case repeatedPart(Int, other: String)
  /// A part of another set than the first one named; what differs, in the words of the command line.
  case partOfAnotherSet(String, first: String)
  /// Sets whose channel sums do not cover the same pictures.
  case otherStatistics(String, first: String)
  /// A key that is in two sets; the shard of the first.
  case sharedKey(String, first: String)
  /// A shard that is not as `dataset.json` says.
  case damagedShard

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notDescribed:
      "no shard set with a \(DatasetDescription.fileName); segpack create packs foreign shards"
    case .changedDescription:
      "was changed after it was written; segpack verify names every fault"
    case .partsAndSets: "some are parts of a set and some are whole; merge the parts first"
    case .missingParts(let numbers, let count):
      "\(numbers.count == 1 ? "part" : "parts") "
        + numbers.prefix(8).map(String.init).joined(separator: ", ")
        + (numbers.count > 8 ? " and more" : "") + " of \(count) missing; repeat the line of each"
    case .repeatedPart(let number, let other): "part \(number) is \(other) too"
    case .partOfAnotherSet(let difference, let first):
      "is no part of the set that \(first) is of: made with \(difference)"
    case .otherStatistics(let difference, let first):
      "made with \(difference), as \(first) was; pack one of them again with the other's"
    case .sharedKey(let key, let first):
      "key \(key) stands in \(first) too; keys are unique in a set"
    case .damagedShard:
      "is not what \(DatasetDescription.fileName) says; segpack verify names every fault"
    }
  }
}
