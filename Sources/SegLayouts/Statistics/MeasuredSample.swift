import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// A listed sample whose files have been looked at.
struct MeasuredSample: Sendable {
  /// The line.
  let entry: ManifestEntry
  /// The size of the picture.
  let size: PixelSize
  /// Pixels by class index; nil without a mask.
  let histogram: [(index: Int, count: Int)]?
  /// The index that stands for no class.
  let ignoreIndex: Int

  /// Reads the header of the picture, and the mask.
  ///
  /// - Throws: `Located` `ImageError`, `MaskError`, `SampleError`; `SystemError`.
  init(_ entry: ManifestEntry) throws {
    self.entry = entry
    let image = try locating(sample: entry.key) { try readFile(entry.image) }
    let size = try locating(path: entry.image, sample: entry.key) {
      try readImageHeader(image).size
    }
    self.size = size
    guard let mask = entry.mask else {
      histogram = nil
      ignoreIndex = 255
      return
    }
    let bytes = try locating(sample: entry.key) { try readFile(mask.path) }
    var options = DecodeOptions()
    options.page = mask.page ?? 0
    let labelMap = try locating(path: mask.path, sample: entry.key) {
      let labelMap = try decodeMask(
        bytes, encoding: mask.encoding, classes: entry.classes, options: options)
      guard labelMap.size == size else {
        throw SampleError.sizeMismatch(image: size, labelMap: labelMap.size)
      }
      return labelMap
    }
    ignoreIndex = entry.classes?.ignoreIndex ?? labelMap.ignoreIndex
    histogram = labelMap.histogram().enumerated().filter { $0.element > 0 }
      .map { ($0.offset, $0.element) }
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
