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
  /// Whether the label map is taken, and samples without one are refused.
  ///
  /// Else it is looked at only for how the picture is turned.
  var needsLabels = true
  /// Keep the label map as stored beside the resized one.
  var keepsStoredLabels = false
  /// Keep the picture at its own size beside the resized one.
  var keepsPicture = false

  /// What comes of a sample.
  struct Prepared: Sendable {
    let sample: LabelledImage
    let classes: ClassTable?
    /// Where the sample was read.
    let source: String
    /// What errors call the file of the label map.
    let place: String
    /// The values of the label map as stored, where the sample has no class table to check them with.
    let unchecked: LabelValues?
    /// The label map as stored, where it is kept.
    let storedLabels: LabelMap?
    /// The picture at its own size, RGB, where it is kept.
    let picture: Raster<UInt8>?
    let warnings: [String]

    /// Checks the sample's classes against those of the run.
    ///
    /// - Parameters:
    ///   - table: Of the run.
    ///   - owner: What has that table; nil: the samples before.
    /// - Throws: `Located` `ClassTableConflict`, `SampleError.unknownClass`.
    func check(against table: ClassTable, of owner: String? = nil) throws {
      try locating(path: place, sample: sample.key) {
        if let classes, classes != table {
          throw ClassTableConflict(table, classes, of: owner)
        }
        try unchecked?.check(table)
      }
    }

    /// Checks the size of the picture against what a model takes.
    ///
    /// - Throws: `Located` ``TrainingError/sizeDiffers(_:expected:)``.
    func check(size: PixelSize) throws {
      guard sample.size == size else {
        throw Located(
          TrainingError.sizeDiffers(sample.size, expected: size), path: source,
          sample: sample.key)
      }
    }
  }

  /// Reads and decodes a sample.
  ///
  /// - Throws: `Located` ``TrainingError``, `MaskError`, `ImageError`, `SampleError`; `SystemError`.
  func prepare(_ pending: PendingSample) throws -> Prepared {
    var sample = try (needsLabels ? pending : pending.withMaskIfTurned()).load()
    return try locating(path: pending.place, sample: sample.key) {
      if needsLabels {
        guard sample.secondLabelMap == nil else { throw TrainingError.mixedSample }
        guard sample.labelMap != nil else { throw TrainingError.noLabelMap }
      } else if !sample.isTurned {
        sample.labelMap = nil
        sample.secondLabelMap = nil
      }
      let warnings = try sample.decode()
      guard case .pixels(var image) = sample.image else {
        preconditionFailure("sample \(sample.key) is not decoded")
      }
      let picture = keepsPicture ? image.convertedToRGB8() : nil
      var labelMaps: [LabelMap] = []
      if needsLabels, case .indices(let labelMap) = sample.labelMap { labelMaps.append(labelMap) }
      let stored = labelMaps.first
      // Resizes draw nothing, whatever the key is.
      _ = try resizes.apply(
        to: &image, labelMaps: &labelMaps, key: StreamKey(seed: 0, sample: sample.key))
      return Prepared(
        sample: LabelledImage(
          key: sample.key, image: image.convertedToRGB8(), labelMap: labelMaps.first,
          operationsDone: sample.metadata.operationsDone),
        classes: sample.metadata.classes, source: pending.place, place: pending.labelPlace,
        unchecked: sample.metadata.classes == nil ? stored.map(LabelValues.init) : nil,
        storedLabels: keepsStoredLabels ? stored : nil, picture: picture, warnings: warnings)
    }
  }
}

extension PendingSample {
  /// What errors call the place of the label map: the mask file of a listed sample, else as ``place``.
  fileprivate var labelPlace: String {
    if case .listed(let entry) = self { entry.mask?.path ?? place } else { place }
  }
}
