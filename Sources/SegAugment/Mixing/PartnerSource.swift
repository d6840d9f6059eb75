import SegBasics
import SegSamples

/// Where operations that mix samples find others.
public protocol PartnerSource: Sendable {
  /// Draws another sample; the sample itself where there is no other.
  ///
  /// - Parameters:
  ///   - random: The stream of the operation.
  ///   - key: The key of the sample that looks for a partner, as it was before any copy.
  /// - Returns: A decoded sample.
  /// - Throws: ``TransformError``.
  func drawPartner(
    from random: inout RandomStream, for key: String
  ) throws(TransformError) -> Sample

  /// The sample of a key, decoded, as a replay asks for it.
  ///
  /// - Throws: ``TransformError``.
  func partner(named key: String) throws(TransformError) -> Sample
}

/// A sample that was mixed into another, as it is recorded.
public struct Partner: Codable, Sendable {
  /// Its key.
  public var key: String
  /// What the operations before the mixing drew for it.
  public var draws: [SampleMetadata.Draw]

  /// Names a sample and what was done to it.
  public init(key: String, draws: [SampleMetadata.Draw]) {
    self.key = key
    self.draws = draws
  }
}
