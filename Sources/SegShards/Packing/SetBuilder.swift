import SegBasics
import SegSamples

/// Puts packed samples into shards, in the order they come.
struct SetBuilder {
  /// Samples left out.
  private(set) var leftOut = 0
  /// Splits that samples of this run carry; a few are enough to tell of.
  private(set) var splits: Set<String> = []
  private let folder: OutputFolder
  private let settings: PackingSettings
  private let journal: PackingJournal
  private let onFailure: (any Error, PendingSample) throws -> Void

  private var writer: ShardWriter?
  private var statistics = SetStatistics()
  private var inputs: [UInt64] = []
  private var leftOutOfShard: [Int] = []
  private var admission: Admission
  /// The place of the next sample in the whole input.
  private var place: Int
  private let expectedClasses: ClassTable?

  /// Goes on after the shards of a journal.
  ///
  /// - Parameters:
  ///   - admission: What those shards hold.
  ///   - firstPlace: The place in the whole input of the first sample of this set.
  ///   - expectedClasses: The table of the other sets of the run, once one of them had one.
  init(
    _ folder: OutputFolder, settings: PackingSettings, journal: PackingJournal,
    admission: Admission, firstPlace: Int = 0, expectedClasses: ClassTable? = nil,
    onFailure: @escaping (any Error, PendingSample) throws -> Void
  ) {
    place = journal.records.reduce(firstPlace) { $0 + $1.inputs.utf8.count / 16 }
    self.expectedClasses = expectedClasses
    self.folder = folder
    self.settings = settings
    self.journal = journal
    self.admission = admission
    self.onFailure = onFailure
    leftOut = journal.records.reduce(0) { $0 + $1.leftOut.count }
  }

  /// Adds a sample, or has its failure dealt with.
  ///
  /// - Returns: Whether the sample is in the set.
  /// - Throws: What the failure handler throws; `ClassTableConflict`, ``ShardError``, `SystemError`.
  mutating func add(_ outcome: PackingOutcome) throws -> Bool {
    // Without a digest nobody could go on after this sample: the run ends.
    let digest = try outcome.digest.get()
    if settings.endsShard(before: place) { try finishShard(isLast: false) }
    place += 1
    do {
      let sample = try outcome.result.get()
      try admission.check(sample, at: outcome.place)
      try fatally(outcome.place) {
        if let expectedClasses, let classes = sample.classes, classes != expectedClasses {
          throw ClassTableConflict(expectedClasses, classes)
        }
        try admission.takeTable(of: sample)
      }
      try fatally(outcome.place) { try store(sample, digest: digest) }
      admission.take(key: sample.key, at: outcome.place)
      return true
    } catch let failure as Fatal {
      throw failure.error
    } catch {
      try onFailure(error, outcome.sample)
      leftOutOfShard.append(inputs.count)
      inputs.append(digest)
      leftOut += 1
      return false
    }
  }

  /// A failure of the run, not of one sample.
  private struct Fatal: Error {
    let error: any Error
  }

  private func fatally(_ place: SamplePlace, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as SystemError {
      throw Fatal(error: failure)
    } catch let failure as any SegError {
      throw Fatal(error: Located(failure, path: place.description))
    }
  }

  private mutating func store(_ sample: PackedSample, digest: UInt64) throws {
    try makeRoom(for: sample)
    inputs.append(digest)
    try writer?.add(sample)
    if let split = sample.split, splits.count < 4 { splits.insert(split) }
    if let counts = sample.classCounts { try statistics.add(counts) }
    if let sums = sample.pixelSums { try statistics.add(sums) }
  }

  /// Ends a shard that would grow over its size, and begins the next.
  private mutating func makeRoom(for sample: PackedSample) throws {
    if let writer, writer.samples > 0, settings.shardCount == nil,
      writer.size(adding: sample.archivedSize) > settings.shardSize
    {
      try finishShard(isLast: false)
    }
    guard writer == nil else { return }
    guard journal.records.count < 1_000_000 else { throw ShardError.tooManyShards }
    writer = try ShardWriter(
      folder: folder.path, name: settings.shardName(journal.records.count))
  }

  private mutating func finishShard(isLast: Bool) throws {
    guard let shard = try writer?.finish() else { return }
    try journal.append(
      JournalRecord(
        shard: shard, inputs: HexList.text(inputs), leftOut: leftOutOfShard, isLast: isLast,
        statistics: statistics, classes: admission.classes,
        highestUntabled: admission.highestUntabled))
    writer = nil
    statistics = SetStatistics()
    inputs = []
    leftOutOfShard = []
  }

  /// The digest of the whole input, those samples included that were left out after the last shard.
  var inputDigest: UInt64 {
    var hash = XXH64()
    for record in journal.records {
      for digest in HexList.values(record.inputs) ?? [] { hash.add(digest) }
    }
    for digest in inputs { hash.add(digest) }
    return hash.value
  }

  /// Ends the last shard, and describes the set.
  ///
  /// - Throws: ``ShardError/noSamples``, `SystemError`.
  mutating func finish() throws -> DatasetDescription {
    try finishShard(isLast: true)
    // A part may have nothing to do.
    guard !journal.records.isEmpty || settings.part != nil else { throw ShardError.noSamples }
    var total = SetStatistics()
    for record in journal.records { try total.add(record.statistics) }
    let description = DatasetDescription(
      settings: settings, classes: admission.classes, statistics: total,
      shards: journal.records.map(\.shard))
    try folder.describe(description)
    return description
  }
}
