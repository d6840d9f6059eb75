import SegBasics
import SegImaging

/// What can be wrong with a sample as a whole.
public enum SampleError: SegError {
  /// No member is a picture.
  case noImage(members: [String])
  /// Two members have the same extension.
  case repeatedMember(String)
  /// A member has a name that is not read back as this key and extension.
  case unusableMember(String)
  /// Two samples with the same key follow one another.
  case repeatedKey(String)
  /// Picture and label map differ in size.
  case sizeMismatch(image: PixelSize, labelMap: PixelSize)
  /// The label map has a value that is neither a class index nor the ignore index.
  case unknownClass(Int, x: Int, y: Int, classes: ClassTable)
  /// The label map is stored as colours.
  case colorLabelMap(channels: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noImage(let members):
      "no picture among its members (\(members.joined(separator: ", ")))"
    case .repeatedMember(let fileExtension): "two members .\(fileExtension)"
    case .unusableMember(let name): "a member named \(name) would not be read as one of this sample"
    case .repeatedKey(let key):
      "two samples with the key \(key) follow one another; keys are unique in a stream"
    case .sizeMismatch(let image, let labelMap):
      "the image has \(image) pixels, its label map \(labelMap)"
    case .unknownClass(let value, let x, let y, let classes):
      "pixel (\(x), \(y)) of the label map has value \(value), but class table \(classes) defines "
        + "0 to \(classes.entries.count - 1), and \(classes.ignoreIndex) for ignore"
    case .colorLabelMap(let channels):
      "the label map has \(channels) channels; class indices have one"
    }
  }
}
