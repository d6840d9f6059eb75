import SegBasics

/// What can be wrong with where predictions are written.
public enum PredictionError: SegError {
  /// Two pictures would be written to one file; nil where the other is not known any more.
  case sameOutput(String?, String)
  /// Label maps and overlays would be written to one place.
  case samePlace
  /// The file that would be written is one that is read.
  case isInput
  /// The folder that would be written to is one whose pictures are read.
  case isInputFolder

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .sameOutput: .badData
    case .samePlace: .usage
    case .isInput, .isInputFolder: .cannotCreate
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .sameOutput(let first?, let second) where first == second:
      "\(first) is named twice"
    case .sameOutput(let first?, let second):
      "\(first) and \(second) would both be written here; name a folder that holds both, or predict "
        + "them into different folders"
    case .sameOutput(nil, let second):
      "\(second) would be written over what this run wrote; its key stands twice"
    case .samePlace: "label maps and overlays would be written to one place"
    case .isInput: "is one of the files that are read, which even --force does not replace"
    case .isInputFolder: "is a folder of pictures that are read; choose another one"
    }
  }
}
