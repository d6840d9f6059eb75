import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// A listed sample whose files have been looked at.
struct MeasuredSample: Sendable {
  /// The line.
  let entry: ManifestEntry
  /// The size of the picture, turned as it is with its mask.
  let size: PixelSize
  /// Pixels by class index; nil without a mask.
  let histogram: [(index: Int, count: Int)]?
  /// Pixels of no class.
  let ignored: Int

  /// Reads the header of the picture, and the mask.
  ///
  /// - Throws: `Located` `ImageError`, `MaskError`, `SampleError`; `SystemError`.
  init(_ entry: ManifestEntry) throws {
    self.entry = entry
    let image = try locating(sample: entry.key) { try readFile(entry.image) }
    let header = try locating(path: entry.image, sample: entry.key) {
      try readImageHeader(image)
    }
    guard let mask = entry.mask else {
      size = header.size(besideMask: nil)
      histogram = nil
      ignored = 0
      return
    }
    let bytes = try locating(sample: entry.key) { try readFile(mask.path) }
    var options = DecodeOptions()
    options.page = mask.page ?? 0
    let labelMap = try locating(path: mask.path, sample: entry.key) {
      let labelMap = try decodeMask(
        bytes, encoding: mask.encoding, classes: entry.classes,
        threshold: mask.threshold, options: options)
      let size = header.size(besideMask: labelMap.size)
      guard labelMap.size == size else {
        throw SampleError.sizeMismatch(image: size, labelMap: labelMap.size)
      }
      return labelMap
    }
    size = labelMap.size
    var counts: [(index: Int, count: Int)] = []
    var ignored = 0
    for (value, count) in labelMap.histogram().enumerated() where count > 0 {
      if labelMap.isIgnored(value, classes: entry.classes) {
        ignored += count
      } else {
        counts.append((value, count))
      }
    }
    histogram = counts
    self.ignored = ignored
  }
}

extension ImageHeader {
  /// The size of the picture after it has been turned as its mask asks for.
  func size(besideMask mask: PixelSize?) -> PixelSize {
    let turn = PairedOrientation(stored: size, orientation: orientation ?? 1, mask: mask)
    return turn.orientation >= 5 ? size.transposed : size
  }
}

extension DatasetStatistics {
  /// Counts samples, opening their files on several threads.
  ///
  /// - Parameters:
  ///   - jobs: Threads; the counts are the same for any number.
  ///   - next: The next line, nil at the end.
  ///   - onFailure: Called for a sample that cannot be counted; throws to end there.
  ///   - counted: Called after each sample.
  /// - Throws: What `next` and `onFailure` throw; `ClassTableConflict`.
  public mutating func add(
    jobs: Int, next: () throws -> ManifestEntry?,
    onFailure: (ManifestEntry, any SegError) throws -> Void, counted: () -> Void = {}
  ) throws {
    enum Outcome: Sendable {
      case measured(MeasuredSample)
      case failed(ManifestEntry, any SegError)
    }
    try orderedParallelMap(
      jobs: jobs, next: next,
      transform: { entry -> Outcome in
        do {
          return .measured(try MeasuredSample(entry))
        } catch let failure as any SegError {
          return .failed(entry, failure)
        }
      },
      consume: { outcome in
        switch outcome {
        case .measured(let sample):
          try locating(sample: sample.entry.key) { try add(sample) }
        case .failed(let entry, let failure): try onFailure(entry, failure)
        }
        counted()
      })
  }
}
