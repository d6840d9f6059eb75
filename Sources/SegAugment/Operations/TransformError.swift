import SegBasics
import SegImaging

/// A sample an operation is not defined for.
public enum TransformError: SegError {
  /// The operation takes pictures of other numbers of channels.
  case unsupportedChannels(Int, operation: String, supported: String)
  /// The result would have more pixels than a picture may have.
  case tooLarge(PixelSize, operation: String, limit: Int)
  /// Members of a foreign sample that would no longer fit the picture.
  case unmovableMembers([String], operations: [String])

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unsupportedChannels(let channels, let operation, let supported):
      "\(operation) is not defined for \(channels) channels, only for \(supported)"
    case .tooLarge(let size, let operation, let limit):
      "\(operation) would give \(size) pixels, more than the limit of \(limit)"
    case .unmovableMembers(let members, let operations):
      "\(operations.joined(separator: ", ")) would not move \(members.map { "." + $0 }.joined(separator: ", "))"
        + " with the image; --drop-extras leaves such members out"
    }
  }
}
