/// How bad a finding is.
public enum FindingSeverity: String, Sendable, CaseIterable, Comparable {
  /// Odd, but everything is read as it should be.
  case note
  /// Can be read, but may not be what was meant.
  case warning
  /// Cannot be used as it is.
  case fault

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .fault: 2
    }
  }

  /// Whether the first is less bad.
  public static func < (left: FindingSeverity, right: FindingSeverity) -> Bool {
    left.rank < right.rank
  }
}

/// What kind of finding it is; the raw value is printed and does not change.
public enum FindingCode: String, Sendable, CaseIterable {
  /// A listed picture is not there.
  case missingImage = "missing-image"
  /// The mask of a picture is not there.
  case missingMask = "missing-mask"
  /// A picture cannot be decoded.
  case badImage = "bad-image"
  /// A mask cannot be decoded.
  case badMask = "bad-mask"
  /// A mask has a value its encoding does not define, or more than one channel.
  case maskValue = "mask-value"
  /// Picture and mask differ in size.
  case sizeMismatch = "size-mismatch"
  /// A line of a list does not have the format's form.
  case malformedLine = "malformed-line"
  /// A sample stands twice in a list.
  case duplicateKey = "duplicate-key"
  /// A sample is in two splits.
  case inTwoSplits = "in-two-splits"
  /// A class id contradicts that of the same breed elsewhere.
  case classConflict = "class-conflict"
  /// Class ids or species differ from the official ones.
  case unofficialClass = "unofficial-class"
  /// Two pictures have the same name but for the ending.
  case sameName = "same-name"
  /// The Exif orientation says that the picture is to be turned.
  case rotated
  /// The decoder complained, and went on.
  case decoder
  /// The Exif orientation is none.
  case invalidOrientation = "invalid-orientation"
  /// The content is not what the ending of the name says.
  case otherFormat = "other-format"
  /// A picture is in no list.
  case unlisted
  /// A mask has no picture.
  case orphanMask = "orphan-mask"
  /// Files written by macOS beside the real ones.
  case hidden = "hidden-file"
  /// A file that belongs to no sample.
  case stray = "stray-file"
  /// The number of samples is not the official one.
  case count
  /// Split files are missing.
  case noList = "no-list"

  /// How bad it is.
  public var severity: FindingSeverity {
    switch self {
    case .missingImage, .missingMask, .badImage, .badMask, .maskValue, .sizeMismatch,
      .malformedLine, .duplicateKey, .inTwoSplits:
      .fault
    case .classConflict, .unofficialClass, .sameName, .rotated, .noList: .warning
    case .decoder, .invalidOrientation, .otherFormat, .unlisted, .orphanMask, .hidden, .stray,
      .count:
      .note
    }
  }

  /// What many of them are called in one line.
  var plural: String {
    switch self {
    case .missingImage: "listed pictures are missing"
    case .missingMask: "masks are missing"
    case .badImage: "pictures cannot be decoded"
    case .badMask: "masks cannot be decoded"
    case .maskValue: "masks hold values that are no class"
    case .sizeMismatch: "masks differ from their pictures in size"
    case .malformedLine: "lines do not have the form of the list"
    case .duplicateKey: "samples are listed twice"
    case .inTwoSplits: "samples are in two splits"
    case .classConflict: "samples contradict the class id of their breed"
    case .unofficialClass: "samples have class ids or species that are not the official ones"
    case .sameName: "pictures have a name that another has"
    case .rotated: "pictures are marked as turned by Exif; they are read as stored, like the masks"
    case .decoder: "pictures are damaged slightly, and read anyway"
    case .invalidOrientation: "pictures have an invalid Exif orientation, which is ignored"
    case .otherFormat: "pictures have another format than their names say, and are read anyway"
    case .unlisted: "pictures are in no split"
    case .orphanMask: "masks have no picture"
    case .hidden: "hidden files, which are passed over"
    case .stray: "files that belong to no sample, which are passed over"
    case .count: "splits differ in number from the official ones"
    case .noList: "split files are missing"
    }
  }
}
