import SegBasics
import SegImaging

/// A joint transform of picture and label map.
///
/// Parameters are drawn first and applied second, so that one draw moves both alike, can be recorded
/// in the sample's metadata, and be repeated from there. Applying never sees the random numbers: what
/// needs many of them, such as noise, draws a seed.
public protocol Operation: Sendable {
  /// What is drawn for one sample; encoded, it is what the metadata records.
  associatedtype Drawn: Codable & Sendable

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
  ///   - canvas: What the operation will be applied to; its size and contents may be looked at.
  /// - Throws: ``TransformError`` for a sample the operation is not defined for.
  func draw(from random: inout RandomStream, for canvas: inout Canvas) throws(TransformError)
    -> Drawn

  /// Changes the sample as drawn.
  ///
  /// `drawn` may come out of a file: what it holds is checked, not trusted.
  ///
  /// - Throws: ``TransformError``.
  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError)

  /// Where a picture of a size stands afterwards, for an operation that only brings samples to a size and
  /// draws nothing; nil for every other, which is the standard.
  ///
  /// Validation and prediction apply such operations, and no others.
  func fitting(_ size: PixelSize) -> Fitting?

  /// The size that pictures of a size come out with; nil where that depends on what is drawn.
  func size(of size: PixelSize) -> PixelSize?
}

extension Operation {
  /// The operation does something else.
  public func fitting(_ size: PixelSize) -> Fitting? { nil }

  /// The same for an operation that moves no pixels; otherwise not known before it is drawn.
  public func size(of size: PixelSize) -> PixelSize? {
    if let fitting = fitting(size) { return fitting.size }
    return Self.specification.targets.contains(.labelMap) && !Self.specification.erases ? nil : size
  }
}

/// Of an operation that draws nothing but whether it is applied.
public struct NothingDrawn: Codable, Sendable {
  /// Nothing.
  public init() {}
}
