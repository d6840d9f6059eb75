import SegBasics
import SegSamples

/// What a packing run did.
public struct PackingSummary: Sendable, Equatable {
  /// Samples of the set.
  public var samples: Int
  /// Shards of the set.
  public var shards: Int
  /// Bytes of the shards.
  public var bytes: Int
  /// Samples left out.
  public var leftOut: Int
  /// Shards that an interrupted run had finished.
  public var reusedShards: Int
  /// True when the set was complete already, and nothing was written.
  public var wasComplete: Bool
  /// Some of the splits that samples packed by this run carry, in order of their names.
  public var splits: [String] = []
  /// The classes of its label maps.
  var classes: ClassTable?
}

/// Packs samples into a shard set.
///
/// The bytes depend on the samples and the settings alone. A run that was killed is gone on with by
/// running it again; a complete set made from the same input is left as it is.
public struct ShardPacking {
  /// Files, folders and `-`.
  public var inputs: [String]
  /// What is packed instead of all samples of the inputs, such as those chosen of them.
  public var source: SampleSource?
  /// Where the set goes.
  public var folder: String
  /// What decides the bytes beside the samples.
  public var settings: PackingSettings
  /// Worker threads.
  public var jobs = 1
  /// Whether a set that stands in the folder is replaced: a complete one when the new one is complete, and
  /// what an interrupted run with other settings has finished at once.
  public var overwrites = false
  /// Changes each sample before it is stored; ``settings`` must tell of it, as `resize` does.
  public var change: SampleChange?
  /// Written to the log.
  public var commandLine: [String] = []
  /// Deals with a sample that cannot be packed; what it throws ends the run.
  public var onFailure: (any Error, PendingSample) throws -> Void = { error, _ in throw error }
  /// Takes a line for the user.
  public var onNotice: (String) -> Void = { _ in }
  /// Called for each sample that is in the set.
  public var onSample: () -> Void = {}
  /// The samples in the order of a catalog; nil for the inputs as they come.
  var cataloged: CatalogedSamples?
  /// The place of the first of them in the whole input.
  var firstPlace = 0
  /// The class table of the other sets of the run, once one of them had one.
  var expectedClasses: ClassTable?

  /// Packs all samples of some inputs into a folder.
  public init(inputs: [String], folder: String, settings: PackingSettings = PackingSettings()) {
    self.inputs = inputs
    self.folder = folder
    self.settings = settings
  }

  /// Does the work.
  ///
  /// - Throws: What reading the input throws; `Located` ``ShardError``; `ClassTableConflict`;
  ///   `SystemError`.
  public func run() throws -> PackingSummary {
    let output = try OutputFolder(folder, settings: settings)
    defer { output.unlock() }
    try output.refuseInputs(InputNames.expand(inputs))
    let source =
      cataloged.map(PackingSource.init) ?? PackingSource(self.source ?? SampleSource(inputs))
    switch try output.state(overwrites: overwrites) {
    case .complete(let description) where !overwrites:
      return try compare(description, with: source)
    case .complete(let description):
      return try replace(description.settings, in: output, source: source)
    case .undescribed: return try replace(settings, in: output, source: source)
    case let state:
      let resumption = try prepare(output, state, source: source)
      output.removeStage()
      return try build(output, source: source, resumption: resumption)
    }
  }

  /// Builds the new set beside the old one.
  private func replace(
    _ old: PackingSettings, in output: OutputFolder, source: PackingSource
  ) throws -> PackingSummary {
    let stage = try output.stage()
    defer { stage.unlock() }
    do {
      let resumption = try prepare(stage, stage.state(overwrites: true), source: source)
      return try build(
        stage, source: source, resumption: resumption, replacement: (output, old))
    } catch {
      // Where nothing was done yet, nothing stays.
      let names = try? namesInFolder(stage.path)
      if names?.contains(PackingJournal.fileName) == false { output.removeStage() }
      throw error
    }
  }

  /// Finds out what of an interrupted run can stay.
  private func prepare(
    _ output: OutputFolder, _ state: OutputFolder.State, source: PackingSource
  ) throws -> Resumption? {
    switch state {
    case .interrupted(let journal) where journal.settings == settings && journal.maker == .create:
      let found = try Resumption(
        journal.records, in: output, settings: settings, source: source, change: change,
        onFailure: onFailure)
      tell(found, of: journal.records.count)
      return found
    case .interrupted(let journal) where !overwrites:
      let difference = journal.settings.map { settings.difference(from: $0) } ?? nil
      throw Located(
        ShardError.interruptedOtherwise(
          journal.maker == .create ? difference : journal.maker.rawValue), path: folder)
    case .interrupted(let journal):
      try source.begin()
      onNotice("the shards of an interrupted run are removed")
      try output.clear(named: journal.settings ?? settings)
    case .complete, .undescribed, .fresh: break
    }
    return nil
  }

  private func tell(_ resumption: Resumption, of count: Int) {
    let kept = resumption.kept.count
    if let difference = resumption.difference {
      onNotice("\(difference): building from \(settings.shardName(kept)) on")
    } else if count > 0 {
      onNotice("going on after \(count) finished \(count == 1 ? "shard" : "shards")")
    }
  }

  /// - Parameter replacement: The folder of the set that the new one replaces, and how that was made.
  private func build(
    _ output: OutputFolder, source: PackingSource, resumption: Resumption?,
    replacement: (folder: OutputFolder, old: PackingSettings)? = nil
  ) throws -> PackingSummary {
    let kept = resumption?.kept ?? []
    // From here on the folder says that its set is not complete.
    let journal = try PackingJournal.begin(in: output.path, settings: settings, records: kept)
    try output.clear(named: settings, keeping: kept.map(\.shard))
    var builder = SetBuilder(
      output, settings: settings, journal: journal,
      admission: resumption?.admission ?? Admission(), firstPlace: firstPlace,
      expectedClasses: expectedClasses, onFailure: onFailure)
    let settings = settings
    let change = change
    var hasToldOfPictures = false
    do {
      try orderedParallelMap(
        jobs: jobs, next: { try source.nextBatch() },
        transform: { $0.map { PackingOutcome($0, settings: settings, change: change) } },
        consume: { batch in
          for outcome in batch {
            let isStored = try builder.add(outcome)
            if isStored { onSample() }
            if !hasToldOfPictures { hasToldOfPictures = tellOfPictures(in: outcome.sample) }
          }
        })
      let description = try builder.finish()
      if let (folder, old) = replacement {
        try folder.replaceSet(old, by: output, records: journal.records)
      }
      try PackingLogEntry(
        time: PackingLogEntry.now(), command: commandLine, settings: settings,
        leftOut: builder.leftOut, input: builder.inputDigest.hex
      ).append(to: folder)
      try (replacement?.folder ?? output).removeJournal()
      return PackingSummary(
        samples: description.samples, shards: description.shards.count, bytes: description.bytes,
        leftOut: builder.leftOut, reusedShards: kept.count, wasComplete: false,
        splits: builder.splits.sorted(), classes: description.classes)
    } catch {
      if journal.records.isEmpty { try? output.removeJournal() }
      throw error
    }
  }

  /// Tells of pictures in a stored sample that could be its label map by another name.
  ///
  /// - Returns: Whether there were any.
  private func tellOfPictures(in sample: PendingSample) -> Bool {
    guard case .stored(let members, _) = sample else { return false }
    let names = members.picturesNotTaken
    guard !names.isEmpty else { return false }
    onNotice(
      "\(sample.place): sample \(sample.key) has no label map; \(names.joined(separator: ", ")) "
        + "\(names.count == 1 ? "is" : "are") not taken for one, which is called "
        + "\(SampleMembers.labelMapNames) (told once)")
    return true
  }

  /// Finds out whether a complete set was made from this input.
  private func compare(
    _ description: DatasetDescription, with source: PackingSource
  ) throws -> PackingSummary {
    func refuse(_ why: String) -> Located {
      Located(ShardError.holdsAnotherSet(why), path: folder)
    }
    if let difference = settings.difference(from: description.settings) {
      throw refuse("it was made with \(difference)")
    }
    guard let log = PackingLogEntry.last(in: folder), log.settings == settings else {
      throw refuse("its log does not say from what it was made")
    }
    for shard in description.shards {
      guard try fileStatus(pathInside(folder, shard.name))?.size == shard.size else {
        throw refuse("\(shard.name) is damaged or missing")
      }
    }
    var hash = XXH64()
    while let work = try source.nextOfInput() { hash.add(try work.sample.inputDigest()) }
    guard hash.value.hex == log.input else { throw refuse("it was made from another input") }
    return PackingSummary(
      samples: description.samples, shards: description.shards.count, bytes: description.bytes,
      leftOut: log.leftOut, reusedShards: description.shards.count, wasComplete: true,
      classes: description.classes)
  }
}
