import SegBasics

/// What can be wrong with samples of a foreign format, or with turning samples into one.
public enum ExchangeError: SegError {
  /// The bytes contradict the format.
  case damaged(ForeignFormat, String)
  /// A part of the format that is not read.
  case unsupported(ForeignFormat, String)
  /// Files of the format that hold no sample.
  case noSamples(ForeignFormat)
  /// Nothing of the format stands under the path; what was looked for.
  case nothingFound(ForeignFormat, String)
  /// A sample has no picture; what it has.
  case noPicture(ForeignFormat, found: [String])
  /// The format lists keys a line each, and one has several lines.
  case brokenKey(ForeignFormat)
  /// Every sample of the format needs a label map, and one has none.
  case needsLabelMap(ForeignFormat)
  /// Pictures or label maps of one set must be stored alike.
  case mixedForms(ForeignFormat, first: String, other: String)
  /// More bytes than the format counts.
  case tooLarge(ForeignFormat, bytes: Int, limit: Int)
  /// A category, class or image that is referred to and not defined.
  case unknownReference(ForeignFormat, String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .nothingFound: .noInput
    default: .badData
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .damaged(let format, let what): "\(format.name): damaged: \(what)"
    case .unsupported(let format, let what): "\(format.name): \(what) is not supported"
    case .noSamples(let format): "\(format.name): there is no sample in it"
    case .nothingFound(let format, let what): "\(format.name): there is no \(what) here"
    case .noPicture(let format, let found):
      "\(format.name): no picture among \(found.isEmpty ? "nothing" : found.joined(separator: ", "))"
    case .brokenKey(let format):
      "\(format.name) lists keys a line each, and the key holds a line break; leave the sample out "
        + "(--on-error skip), or give it another key"
    case .needsLabelMap(let format):
      "\(format.name) has a mask for every sample, and this one has no label map; leave it out "
        + "(--on-error skip)"
    case .mixedForms(let format, let first, let other):
      "\(format.name) has one form for all: \(other) comes after \(first); --store png or raw makes "
        + "all alike"
    case .tooLarge(let format, let bytes, let limit):
      "\(format.name): \(bytes) bytes, more than the \(limit) the format counts"
    case .unknownReference(let format, let what): "\(format.name): \(what) is not defined"
    }
  }
}
