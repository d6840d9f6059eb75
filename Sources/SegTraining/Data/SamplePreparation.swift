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
  /// Keep the label map as stored beside the resized one.
  var keepsStoredLabels = false

  /// What comes of a sample.
  struct Prepared: Sendable {
    let sample: LabelledImage
    let classes: ClassTable?
    /// What errors call the file of the label map.
    let place: String
    /// The values of the label map as stored, where the sample has no class table to check them with.
    let unchecked: LabelValues?
    /// The label map as stored, where it is kept.
    let storedLabels: LabelMap?
    let warnings: [String]

    /// Checks the sample's classes against those of the run.
    ///
    /// - Throws: `Located` `ClassTableConflict`, `SampleError.unknownClass`.
    func check(against table: ClassTable) throws {
      try locating(path: place, sample: sample.key) {
        if let classes, classes != table { throw ClassTableConflict(table, classes) }
        try unchecked?.check(table)
      }
    }
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
      let stored = labelMaps.first
      // Resizes draw nothing, whatever the key is.
      _ = try resizes.apply(
        to: &image, labelMaps: &labelMaps, key: StreamKey(seed: 0, sample: sample.key))
      return Prepared(
        sample: LabelledImage(
          key: sample.key, image: image.convertedToRGB8(), labelMap: labelMaps.first,
          operationsDone: sample.metadata.operationsDone),
        classes: sample.metadata.classes, place: pending.labelPlace,
        unchecked: sample.metadata.classes == nil ? stored.map(LabelValues.init) : nil,
        storedLabels: keepsStoredLabels ? stored : nil, warnings: warnings)
    }
  }
}

extension PendingSample {
  /// What errors call the place of the label map: the mask file of a listed sample, else as ``place``.
  fileprivate var labelPlace: String {
    if case .listed(let entry) = self { entry.mask?.path ?? place } else { place }
  }
}
