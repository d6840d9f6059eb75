import SegAugment
import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

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
    /// The table of the classes where no sample has one, and what all must agree with.
    public var classes: ClassTable?
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
  /// Bytes of pixels and labels that are kept.
  let bytes: Int
  private let entries: [Entry]
  private let preparation: SamplePreparation

  /// How many samples there are.
  public var count: Int { entries.count }

  /// Reads all samples of some inputs.
  ///
  /// - Parameters:
  ///   - inputs: Manifests, streams, shard sets.
  ///   - purpose: What they are for, for the message when there are none: `train`.
  ///   - options: How they are read.
  ///   - progress: Called for each sample, with what is odd about it.
  /// - Throws: `Located` ``TrainingError``, `ClassTableConflict`, and what reading and decoding throw.
  public init(
    _ inputs: [String], for purpose: String, options: Options,
    progress: (_ warnings: [String]) -> Void = { _ in }
  ) throws {
    let preparation = SamplePreparation(resizes: options.resizes)
    var entries: [Entry] = []
    var table = options.classes
    var unchecked = LabelValues()
    var bytes = 0
    var readAgain = 0
    var digest: UInt64 = 0
    var finder = StoredSampleFinder()
    let source = SampleSource(inputs)
    try orderedParallelMap(
      jobs: options.jobs,
      next: { () throws -> (PendingSample, SamplePlace)? in
        try StopSignal.check()
        return try source.next().map { ($0, source.place) }
      },
      transform: { (pending, place) in (try preparation.prepare(pending), pending, place) },
      consume: { (prepared, pending, place) in
        let sample = prepared.sample
        if table == nil, let classes = prepared.classes {
          try unchecked.check(classes)
          table = classes
        }
        if let table {
          try prepared.check(against: table)
        } else if let values = prepared.unchecked {
          unchecked.add(values, path: prepared.place, sample: sample.key)
        }
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
    guard let table else { throw TrainingError.noClassTable }
    classes = table
    self.digest = digest
    self.readAgain = readAgain
    self.bytes = bytes
    self.entries = entries
    self.preparation = preparation
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
