import SegAugment
import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// What is done to a sample once, before any epoch: decoding, the leading resizes, 8-bit RGB.
struct SamplePreparation: Sendable {
  /// The resizes; the same for each epoch.
  var resizes: Pipeline
  /// Refuse samples without a label map.
  var needsLabels = true

  /// What comes of a sample.
  struct Prepared: Sendable {
    let sample: LabelledImage
    let classes: ClassTable?
    /// The size as stored.
    let stored: PixelSize
    let warnings: [String]
  }

  /// Reads and decodes a sample.
  ///
  /// - Throws: `Located` ``TrainingError``, `MaskError`, `ImageError`, `SampleError`; `SystemError`.
  func prepare(_ pending: PendingSample) throws -> Prepared {
    var sample = try pending.load()
    return try locating(path: pending.place, sample: sample.key) {
      guard sample.secondLabelMap == nil else { throw TrainingError.mixedSample }
      guard sample.labelMap != nil || !needsLabels else { throw TrainingError.noLabelMap }
      let warnings = try sample.decode()
      guard case .pixels(var image) = sample.image else {
        preconditionFailure("sample \(sample.key) is not decoded")
      }
      var labelMaps: [LabelMap] = []
      if case .indices(let labelMap) = sample.labelMap { labelMaps.append(labelMap) }
      let stored = image.size
      // Resizes draw nothing, whatever the key is.
      _ = try resizes.apply(
        to: &image, labelMaps: &labelMaps, key: StreamKey(seed: 0, sample: sample.key))
      return Prepared(
        sample: LabelledImage(
          key: sample.key, image: image.convertedToRGB8(), labelMap: labelMaps.first,
          operationsDone: sample.metadata.operationsDone),
        classes: sample.metadata.classes, stored: stored, warnings: warnings)
    }
  }
}
