import SegBasics
import SegCommandLine
import SegImaging
import SegMasks
import SegSamples
import SegShards

extension PendingSample {
  /// The sample with its label maps decoded, and its picture as it is.
  ///
  /// The picture is decoded too, so that a damaged one, or one of another size, does not pass.
  ///
  /// - Parameter mask: Another word on the masks than the samples' own, where one is given.
  /// - Throws: `Located` `MaskError`, `ImageError`, `SampleError`; `SystemError`.
  func withDecodedMasks(_ mask: MaskOptions.Reading) throws -> (
    samples: [Sample], warnings: [String]
  ) {
    var sample = try replacing(mask).load()
    return try locating(path: place, sample: sample.key) {
      if case .stored = self, mask.isGiven, case .file(let bytes, _) = sample.labelMap {
        sample.metadata.classes = mask.classes ?? sample.metadata.classes
        sample.labelMap = .indices(
          try decodeMask(
            bytes, encoding: mask.encoding, classes: sample.metadata.classes,
            threshold: mask.threshold))
      }
      let picture = sample.image
      let warnings = try sample.decode()
      sample.image = picture
      return ([sample], warnings)
    }
  }

  /// A listed sample with another word on its mask.
  private func replacing(_ mask: MaskOptions.Reading) -> PendingSample {
    guard mask.isGiven, case .listed(var entry) = self else { return self }
    if mask.saysEncoding { entry.mask?.encoding = mask.encoding }
    if let threshold = mask.threshold { entry.mask?.threshold = threshold }
    entry.classes = mask.classes ?? entry.classes
    return .listed(entry)
  }
}
