import SegBasics
import SegSamples

/// Puts packed samples into shards, in the order they come.
struct SetBuilder {
  /// Where each key of the set was seen.
  private(set) var places: [String: SamplePlace] = [:]
  /// Samples left out.
  private(set) var leftOut = 0
  private let folder: OutputFolder
  private let settings: PackingSettings
  private let journal: PackingJournal
  private let onFailure: (any Error, PendingSample) throws -> Void

  private var writer: ShardWriter?
  private var statistics = SetStatistics()
  private var inputs: [UInt64] = []
  private var leftOutOfShard: [Int] = []
  private var classes: ClassTable?
  private var highestUntabled: Int?

  /// Goes on after the shards of a journal.
  ///
  /// - Parameter places: The keys of those shards.
  init(
    _ folder: OutputFolder, settings: PackingSettings, journal: PackingJournal,
    places: [String: SamplePlace], onFailure: @escaping (any Error, PendingSample) throws -> Void
  ) {
    self.folder = folder
    self.settings = settings
    self.journal = journal
    self.places = places
    self.onFailure = onFailure
    classes = journal.records.last?.classes
    highestUntabled = journal.records.last?.highestUntabled
    leftOut = journal.records.reduce(0) { $0 + $1.leftOut.count }
  }

  /// Adds a sample, or has its failure dealt with.
  ///
  /// - Returns: Whether the sample is in the set.
  /// - Throws: What the failure handler throws; `ClassTableConflict`, ``ShardError``, `SystemError`.
  mutating func add(_ outcome: PackingOutcome) throws -> Bool {
    do {
      let sample = try outcome.result.get()
      if let first = places[sample.key] {
        throw ShardError.duplicateKey(sample.key, first: "\(first)", second: "\(outcome.place)")
      }
      try checkUntabled(sample)
      try fatally(outcome.place) { try take(classTable: sample.classes) }
      try fatally(outcome.place) { try store(sample, digest: outcome.digest) }
      places[sample.key] = outcome.place
      return true
    } catch let failure as Fatal {
      throw failure.error
    } catch {
      try onFailure(error, outcome.sample)
      leftOutOfShard.append(inputs.count)
      inputs.append(outcome.digest)
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
    if let counts = sample.classCounts { statistics.add(counts) }
    if let sums = sample.pixelSums { statistics.add(sums) }
  }

  /// Refuses a second class table, and one that does not define the label values so far.
  private mutating func take(classTable: ClassTable?) throws {
    guard let classTable else { return }
    if let classes {
      guard classes == classTable else { throw ClassTableConflict(classes, classTable) }
      return
    }
    if let highest = highestUntabled, highest >= classTable.entries.count {
      throw ShardError.valueOutsideTable(highest, table: "\(classTable)")
    }
    classes = classTable
  }

  /// Refuses label values that the table of the other samples does not define.
  private mutating func checkUntabled(_ sample: PackedSample) throws(ShardError) {
    guard sample.classes == nil, let counts = sample.classCounts, counts.pixels.count > 0 else {
      return
    }
    let highest = counts.pixels.count - 1
    if let classes, highest >= classes.entries.count {
      throw .valueOutsideTable(highest, table: "\(classes)")
    }
    highestUntabled = max(highestUntabled ?? 0, highest)
  }

  /// Ends a shard that would grow over its limits, and begins the next.
  private mutating func makeRoom(for sample: PackedSample) throws {
    if let writer, writer.samples > 0 {
      let isFull = settings.shardSamples.map { writer.samples >= $0 } ?? false
      if isFull || writer.size(adding: sample.archivedSize) > settings.shardSize {
        try finishShard(isLast: false)
      }
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
        statistics: statistics, classes: classes, highestUntabled: highestUntabled))
    writer = nil
    statistics = SetStatistics()
    inputs = []
    leftOutOfShard = []
  }

  /// Ends the last shard, and describes the set.
  ///
  /// - Throws: ``ShardError/noSamples``, `SystemError`.
  mutating func finish() throws -> DatasetDescription {
    try finishShard(isLast: true)
    guard !journal.records.isEmpty else { throw ShardError.noSamples }
    var total = SetStatistics()
    for record in journal.records { total.add(record.statistics) }
    let description = DatasetDescription(
      settings: settings, classes: classes, statistics: total,
      shards: journal.records.map(\.shard))
    try AtomicFile.write(
      try description.widsIndex(), to: folder.file(DatasetDescription.widsFileName))
    try AtomicFile.write(
      try description.encoded(), to: folder.file(DatasetDescription.fileName))
    return description
  }
}
