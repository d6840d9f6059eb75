import SegBasics
import SegImaging
import SegSamples

/// A joint transform of picture and label map.
///
/// Parameters are drawn first and applied second, so that one draw moves both alike and can be
/// recorded. Applying never sees the random numbers.
public protocol Operation: Sendable {
  /// What is drawn for one sample.
  associatedtype Drawn: Sendable

  /// Name, parameters and help.
  static var specification: OperationSpecification { get }

  /// Reads the parameters.
  ///
  /// - Throws: ``OperationError``.
  init(_ arguments: OperationArguments) throws(OperationError)

  /// Draws the parameters of one sample, in the order its definition gives.
  ///
  /// - Parameters:
  ///   - random: The stream of this operation, sample and copy.
  ///   - size: Of the picture the operation will be applied to.
  func draw(from random: inout RandomStream, size: PixelSize) -> Drawn

  /// What was drawn, as it is recorded in the sample's metadata.
  func record(_ drawn: Drawn) -> [String: JSONValue]

  /// Changes the picture.
  ///
  /// - Throws: ``TransformError`` for a picture the operation is not defined for.
  func apply(_ drawn: Drawn, to image: inout Image) throws(TransformError)

  /// Changes the label map alike; nothing for an operation that moves no pixels.
  func apply(_ drawn: Drawn, to labelMap: inout LabelMap)
}

extension Operation {
  /// Leaves the label map alone.
  public func apply(_ drawn: Drawn, to labelMap: inout LabelMap) {}
}

/// A picture an operation is not defined for.
public enum TransformError: SegError {
  /// The operation takes pictures of other numbers of channels.
  case unsupportedChannels(Int, operation: String, supported: String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unsupportedChannels(let channels, let operation, let supported):
      "\(operation) is not defined for \(channels) channels, only for \(supported)"
    }
  }
}
