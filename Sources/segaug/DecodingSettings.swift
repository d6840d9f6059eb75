import SegAugment
import SegImaging
import SegSamples
import SegShards

/// How samples are decoded before operations change them.
struct DecodingSettings: Sendable {
  var options = DecodeOptions()

  /// Loads and decodes a partner.
  ///
  /// - Throws: ``TransformError/noPartner(_:reason:)`` with what is wrong with it.
  func sample(
    _ name: String, _ pending: () throws -> PendingSample
  ) throws(TransformError) -> Sample {
    do {
      var sample = try pending().load(limits: options)
      _ = try sample.decode(options: options)
      return sample
    } catch {
      throw .noPartner(name, reason: "\(error)")
    }
  }
}
