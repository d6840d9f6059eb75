import SegAugment
import SegBasics
import SegImaging
import SegSamples
import SegShards

/// What is done to each sample: decoding, and then its copies, some at a time.
struct CopyWork: Sendable {
  var augmentation: Augmentation
  let decoding: DecodingSettings

  /// More at a time would hold more pictures in memory.
  private static let copiesInPart = 8

  init(augmentation: Augmentation, decoding: DecodingSettings) {
    self.augmentation = augmentation
    self.decoding = decoding
  }

  /// In how many parts the copies of a sample are made.
  var parts: Int { (augmentation.copies + Self.copiesInPart - 1) / Self.copiesInPart }

  /// The same work, with partners to mix with.
  func mixed(with partners: any PartnerSource) -> CopyWork {
    var work = self
    work.augmentation.partners = partners
    return work
  }

  /// One part of the copies; the original is in the first.
  ///
  /// - Throws: `Located` errors of reading, decoding and the operations.
  func copies(
    of pending: PendingSample, part: Int
  ) throws -> (samples: [Sample], warnings: [String]) {
    var sample = try pending.load(limits: decoding.options)
    return try locating(path: pending.place, sample: sample.key) {
      let warnings = try sample.decode(options: decoding.options)
      sample.metadata.decodedFor = decoding.options.atLeast
      let first = part * Self.copiesInPart
      var samples =
        part == 0 && augmentation.keepsOriginal ? [try augmentation.original(sample)] : []
      for copy in first..<min(first + Self.copiesInPart, augmentation.copies) {
        samples.append(try augmentation.copy(copy, of: sample))
      }
      return (samples, warnings)
    }
  }
}
