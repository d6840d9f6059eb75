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

  /// The size that pictures of a size come out with; nil where that depends on what is drawn.
  func size(of size: PixelSize) -> PixelSize?

  /// Changes the label map alike; nothing for an operation that moves no pixels.
  func apply(_ drawn: Drawn, to labelMap: inout LabelMap)
}

extension Operation {
  /// Not known before it is drawn.
  public func size(of size: PixelSize) -> PixelSize? { nil }

  /// Leaves the label map alone.
  public func apply(_ drawn: Drawn, to labelMap: inout LabelMap) {}
}
