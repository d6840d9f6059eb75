import SegBasics
import SegImaging

/// What can be wrong with a sample as a whole.
public enum SampleError: SegError {
  /// No member is a picture.
  case noImage(members: [String])
  /// Two members have the same extension.
  case repeatedMember(String)
  /// Picture and label map differ in size.
  case sizeMismatch(image: PixelSize, labelMap: PixelSize)
  /// The label map has a value that is neither a class index nor the ignore index.
  case unknownClass(Int, x: Int, y: Int, classes: Int)
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
    case .sizeMismatch(let image, let labelMap):
      "the image has \(image) pixels, its label map \(labelMap)"
    case .unknownClass(let value, let x, let y, let classes):
      "pixel (\(x), \(y)) of the label map has value \(value), but the class table has "
        + "\(classes) classes"
    case .colorLabelMap(let channels):
      "the label map has \(channels) channels; class indices have one"
    }
  }
}

/// A stream that ends in the middle of a sample.
public struct StreamCutOff: SegError {
  /// What broke off.
  public let failure: any SegError
  /// The key of the last whole sample; nil when there was none.
  public let lastWhole: String?

  /// Describes a stream that broke off after a whole sample.
  public init(failure: any SegError, lastWhole: String?) {
    self.failure = failure
    self.lastWhole = lastWhole
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { failure.exitStatus }

  /// What is wrong, and what to do.
  public var description: String {
    failure.description
      + (lastWhole.map { " (the last whole sample is \($0))" } ?? " (before the first whole sample)")
  }

  /// Equal when they print the same.
  public static func == (left: StreamCutOff, right: StreamCutOff) -> Bool {
    left.description == right.description
  }
}
