import SegAugment
import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// The class table that the samples of a set agree on.
private struct ClassAgreement {
  private(set) var classes: ClassTable?
  /// The table was made for a number of classes; a sample's own, of as many, takes its place.
  private var isNumbered = false
  /// What was seen before there was a table.
  private var unchecked = LabelValues()

  init(_ options: SampleSet.Options) {
    classes = options.classes
    guard classes == nil, let count = options.classCount else { return }
    classes = .numbered(count)
    isNumbered = true
  }

  /// Takes up the table of a sample.
  ///
  /// - Throws: `Located` `ClassTableConflict`, ``TrainingError/classCountDiffers(given:table:)``,
  ///   `SampleError.unknownClass` of a sample before: none of them is the fault of this one.
  mutating func take(_ prepared: SamplePreparation.Prepared) throws {
    guard let found = prepared.classes else { return }
    try locating(path: prepared.place, sample: prepared.sample.key) { try agree(on: found) }
  }

  /// Checks the labels of a sample, now or when there is a table.
  ///
  /// - Throws: `Located` `SampleError.unknownClass`.
  mutating func check(_ prepared: SamplePreparation.Prepared) throws {
    if let classes {
      try prepared.check(against: classes)
    } else if let values = prepared.unchecked {
      unchecked.add(values, path: prepared.place, sample: prepared.sample.key)
    }
  }

  private mutating func agree(on found: ClassTable) throws {
    if let classes, isNumbered, classes.entries.count != found.entries.count {
      throw TrainingError.classCountDiffers(given: classes.entries.count, table: found)
    }
    if let classes, !isNumbered {
      guard classes == found else { throw ClassTableConflict(classes, found) }
      return
    }
    try unchecked.check(found)
    classes = found
    isNumbered = false
  }
}

/// Samples for many epochs: decoded once and kept, as far as memory is granted, else read again.
public struct SampleSet: Sendable {
  private enum Entry: Sendable {
    case kept(LabelledImage)
    case readAgain(StoredSample)
  }

  /// How a set is read.
  public struct Options: Sendable {
    /// What each sample is resized by, once.
    public var resizes: Pipeline
    /// The table all samples must agree with.
    public var classes: ClassTable?
    /// How many classes there are where no sample has a table, and as many as any table must have.
    public var classCount: Int?
    /// What each sample goes through after it was read.
    public var later: Pipeline?
    /// The size all samples must have then, as far as it does not depend on what is drawn; nil: that
    /// of the first.
    public var size: PixelSize?
    /// The most bytes of pixels and labels that are kept.
    public var cacheLimit = 2 << 30
    /// Threads that decode.
    public var jobs = 1

    /// No resizes, 2 GiB, one thread.
    public init(resizes: Pipeline) { self.resizes = resizes }
  }

  /// The classes of the label maps.
  public let classes: ClassTable
  /// A number made of all keys in order; another for another list of samples.
  public let digest: UInt64
  /// Samples that did not fit and are read again each epoch.
  public let readAgain: Int
  /// Whether a pixel has a label that is a class.
  let isLabelled: Bool
  /// Bytes of pixels and labels that are kept.
  let bytes: Int
  private let entries: [Entry]
  private let preparation: SamplePreparation

  /// How many samples there are, and of which keys.
  var listing: RunDescription.Listing { .init(count: count, digest: digest) }

  /// How many samples there are.
  public var count: Int { entries.count }

  /// Reads all samples of some inputs.
  ///
  /// - Parameters:
  ///   - inputs: Manifests, streams, shard sets.
  ///   - purpose: What they are for, for the message when there are none: `train`.
  ///   - options: How they are read.
  ///   - progress: Called for each sample, with what is odd about it.
  ///   - failed: Told of a sample that something was thrown for, on the calling thread; unless it throws,
  ///     the sample is left out.
  /// - Throws: What `failed` throws; `Located` ``TrainingError``, `ClassTableConflict`, and what reading
  ///   and decoding throw.
  public init(
    _ inputs: [String], for purpose: String, options: Options,
    progress: (_ warnings: [String]) -> Void = { _ in },
    failed: (any Error, PendingSample) throws -> Void = { error, _ in throw error }
  ) throws {
    let preparation = SamplePreparation(resizes: options.resizes)
    var entries: [Entry] = []
    var table = ClassAgreement(options)
    var size = options.size
    var bytes = 0
    var readAgain = 0
    var isLabelled = false
    var digest: UInt64 = 0
    var finder = StoredSampleFinder()
    let source = SampleSource(inputs)
    try orderedParallelMap(
      jobs: options.jobs,
      next: { () throws -> (PendingSample, SamplePlace)? in
        try StopSignal.check()
        return try StopSignal.checking(source.next).map { ($0, source.place) }
      },
      transform: { (pending, place) in (Result { try preparation.prepare(pending) }, pending, place)
      },
      consume: { (result, pending, place) in
        if case .success(let prepared) = result { try table.take(prepared) }
        let prepared: SamplePreparation.Prepared
        do {
          prepared = try result.get()
          var sizeAfter = size
          try locating(path: pending.place, sample: prepared.sample.key) {
            try Self.check(prepared.sample.size, later: options.later, against: &sizeAfter)
          }
          try table.check(prepared)
          size = sizeAfter
        } catch {
          return try failed(error, pending)
        }
        let sample = prepared.sample
        isLabelled = isLabelled || sample.labelMap?.hasLabels == true
        digest = digest &* 0x100_0000_01B3 ^ fnv1a64(sample.key.utf8)
        bytes += sample.bytes
        if bytes <= options.cacheLimit {
          entries.append(.kept(sample))
        } else {
          bytes -= sample.bytes
          readAgain += 1
          entries.append(.readAgain(try finder.find(pending, at: place)))
        }
        progress(prepared.warnings.map { "sample \(sample.key): \($0)" })
      })
    guard !entries.isEmpty else { throw TrainingError.noSamples(purpose) }
    guard let classes = table.classes else { throw TrainingError.noClassTable }
    self.classes = classes
    self.digest = digest
    self.readAgain = readAgain
    self.bytes = bytes
    self.isLabelled = isLabelled
    self.entries = entries
    self.preparation = preparation
  }

  private static func check(
    _ size: PixelSize, later: Pipeline?, against expected: inout PixelSize?
  ) throws(TrainingError) {
    guard let size = later.map({ $0.size(of: size) }) ?? size else { return }
    guard size == expected ?? size else { throw .unequalSizes(size, expected: expected ?? size) }
    expected = size
  }

  /// A sample by its place in the input.
  ///
  /// - Throws: What reading and decoding throw, for a sample that is read again, which may have changed:
  ///   `Located` `ClassTableConflict`, `SampleError.unknownClass`.
  public func sample(_ index: Int) throws -> LabelledImage {
    switch entries[index] {
    case .kept(let sample): return sample
    case .readAgain(let stored):
      let prepared = try preparation.prepare(try stored.pending())
      try prepared.check(against: classes)
      return prepared.sample
    }
  }
}
