import SegBasics
import SegSamples

/// Joins shard sets into one: the parts that several machines made of a set, or any complete sets.
///
/// Shards stay as they are, and get new numbers. Of all parts of a set comes what one machine would have
/// made, byte for byte. A run that was killed is gone on with by running it again.
public struct SetMerging {
  /// The folders of the sets.
  public var sets: [String]
  /// Where the new set goes; the sets may lie in folders below.
  public var folder: String
  /// How its shards are called; nil for the name of the first set.
  public var name: String?
  /// Whether shards are copied even where the file system could share them.
  public var copies = false
  /// Whether a set that stands in the folder is replaced when the new one is complete.
  public var overwrites = false
  /// Written to the log.
  public var commandLine: [String] = []
  /// Called for each shard that is in its place.
  public var onShard: () -> Void = {}

  /// Joins sets in a folder.
  public init(sets: [String], folder: String) {
    self.sets = sets
    self.folder = folder
  }

  /// A shard and what becomes of it.
  private struct Shard {
    let source: String
    let old: ShardRecord
    var new: ShardRecord
  }

  /// Does the work.
  ///
  /// - Precondition: There is a set.
  /// - Throws: `Located` ``MergeError``, ``ShardError``, ``InputError`` or `ClassTableConflict`;
  ///   `SystemError`.
  public func run() throws -> PackingSummary {
    let sources = try sets.map(MergeSource.init).arranged()
    let settings = try sources.settings(name: name)
    let (classes, statistics) = try sources.classesAndStatistics()
    var shards: [Shard] = []
    for source in sources {
      for record in source.description.shards {
        var new = record
        new.name = settings.shardName(shards.count) + ".tar"
        shards.append(
          Shard(source: pathInside(source.path, record.name), old: record, new: new))
      }
    }
    guard !shards.isEmpty else { throw ShardError.noSamples }
    guard shards.count <= 1_000_000 else { throw ShardError.tooManyShards }
    let description = DatasetDescription(
      settings: settings, classes: classes, statistics: statistics, shards: shards.map(\.new))
    var summary = PackingSummary(
      samples: description.samples, shards: shards.count, bytes: description.bytes, leftOut: 0,
      reusedShards: 0, wasComplete: false)
    summary.leftOut = sources.reduce(0) {
      $0 + (PackingLogEntry.last(in: $1.path)?.leftOut ?? 0)
    }

    let output = try OutputFolder(folder, settings: settings)
    defer { output.unlock() }
    for set in sets where try FileIdentity(set) == FileIdentity(folder) {
      throw Located(ShardError.inputInOutputFolder(set), path: folder)
    }
    // Before a set that stands there is removed.
    try checkIndexes(shards)
    let standing = try standing(description, in: output)
    if case .same = standing {
      let linked = copies ? try separate(shards, in: output) : 0
      summary.reusedShards = shards.count - linked
      summary.wasComplete = linked == 0
      return summary
    }
    if case .old(let old) = standing {
      try replace(old, in: output, by: description, of: shards, reused: &summary.reusedShards)
    } else {
      try place(shards, in: output, settings: settings, reused: &summary.reusedShards)
      try output.describe(description)
    }
    var input = XXH64()
    for source in sources { input.add(source.checksum) }
    try PackingLogEntry(
      time: PackingLogEntry.now(), command: commandLine, settings: settings,
      leftOut: summary.leftOut, input: input.value.hex
    ).append(to: folder)
    try output.removeJournal()
    return summary
  }

  /// What stands in the folder.
  private enum Standing {
    /// The new set.
    case same
    /// A set that is replaced by the new one, and how it was made.
    case old(PackingSettings)
    /// Nothing that has to stay.
    case nothing
  }

  /// Finds out what the folder holds, and makes room in it where nothing has to stay.
  private func standing(
    _ description: DatasetDescription, in output: OutputFolder
  ) throws -> Standing {
    switch try output.state(overwrites: overwrites) {
    case .fresh: break
    case .undescribed: return .old(description.settings)
    case .complete(let found) where found == description:
      for shard in found.shards {
        guard try fileStatus(output.file(shard.name))?.size == shard.size else {
          try output.removeSet(found.settings, by: .merge)
          return .nothing
        }
      }
      return .same
    case .complete(let found):
      guard overwrites else {
        throw Located(ShardError.holdsAnotherSet("it is not made of these"), path: folder)
      }
      return .old(found.settings)
    case .interrupted(let journal):
      if journal.maker == .merge, journal.settings == description.settings { break }
      guard overwrites else {
        let difference = journal.settings.map { description.settings.difference(from: $0) } ?? nil
        throw Located(
          ShardError.interruptedOtherwise(
            journal.maker == .merge ? difference : journal.maker.rawValue), path: folder)
      }
      try output.clear(named: journal.settings ?? description.settings)
    }
    output.removeStage()
    return .nothing
  }

  /// Makes the new set beside the old one, then puts it in its place.
  private func replace(
    _ old: PackingSettings, in output: OutputFolder, by description: DatasetDescription,
    of shards: [Shard], reused: inout Int
  ) throws {
    let stage = try output.stage()
    defer { stage.unlock() }
    do {
      if case .interrupted(let journal) = try stage.state(overwrites: true),
        journal.maker != .merge || journal.settings != description.settings
      {
        try stage.clear(named: journal.settings ?? description.settings)
      }
      try place(shards, in: stage, settings: description.settings, reused: &reused)
      try stage.describe(description)
      try output.replaceSet(old, by: stage, records: [], maker: .merge)
    } catch {
      // Where nothing was done yet, nothing stays.
      let names = try? namesInFolder(stage.path)
      if names?.contains(PackingJournal.fileName) == false { output.removeStage() }
      throw error
    }
  }

  /// Refuses a shard that its index does not describe, and a key that is in two shards.
  private func checkIndexes(_ shards: [Shard]) throws {
    var places: [SampleKey: Int] = [:]
    places.reserveCapacity(shards.reduce(0) { $0 + $1.old.samples })
    for (number, shard) in shards.enumerated() {
      let index = try index(of: shard)
      try ShardTransfer.check(shard.source, against: index)
      for sample in index.samples {
        let key = SampleKey(ShardIndex.key(of: sample))
        if let first = places.updateValue(number, forKey: key) {
          throw Located(
            MergeError.sharedKey(key.text, first: shards[first].source), path: shard.source)
        }
      }
    }
  }

  /// The index beside a shard, which is as it was written.
  private func index(of shard: Shard) throws -> ShardIndex {
    let path = ShardSet.indexPath(of: shard.source)
    let text = try readFile(path)
    guard XXH64.hash(text).hex == shard.old.index else {
      throw Located(MergeError.damagedShard, path: path)
    }
    // A form without names does not tell the keys.
    let named = try locating(path: path) { try ShardIndex(text) }
    let parsed = try named ?? ShardIndex(scanning: shard.source)
    guard parsed.samples.count == shard.old.samples else {
      throw Located(MergeError.damagedShard, path: path)
    }
    return parsed
  }

  /// Copies the shards of a complete set that are the files of the sets it was made of: each is replaced
  /// by its copy, so that the set stays complete.
  ///
  /// - Returns: How many.
  private func separate(_ shards: [Shard], in output: OutputFolder) throws -> Int {
    var count = 0
    for shard in shards {
      let path = output.file(shard.new.name)
      if try FileIdentity(path) == FileIdentity(shard.source) {
        try ShardTransfer.place(shard.source, at: path, record: shard.old, copies: true)
        count += 1
      }
      onShard()
    }
    return count
  }

  private func place(
    _ shards: [Shard], in output: OutputFolder, settings: PackingSettings, reused: inout Int
  ) throws {
    // From here on the folder says that its set is not complete.
    _ = try PackingJournal.begin(in: output.path, settings: settings, records: [], by: .merge)
    do {
      let standing = try shards.filter {
        try ShardTransfer.stands(
          $0.source, at: output.file($0.new.name), record: $0.old, copies: copies)
      }.map(\.new)
      reused = standing.count
      try output.clear(named: settings, keeping: standing)
      let kept = Set(standing.map(\.name))
      for shard in shards {
        let path = output.file(shard.new.name)
        if !kept.contains(shard.new.name) {
          try ShardTransfer.place(shard.source, at: path, record: shard.old, copies: copies)
        }
        let text = try readFile(ShardSet.indexPath(of: shard.source))
        try AtomicFile.write(text, to: ShardSet.indexPath(of: path))
        onShard()
      }
    } catch {
      // Where nothing was done yet, nothing stays.
      let names = try? namesInFolder(output.path)
      if names?.contains(where: settings.isShardFile) == false { try? output.removeJournal() }
      throw error
    }
  }
}
