import SegBasics
import SegSamples
import SystemPackage

/// A shard set that becomes part of another.
struct MergeSource {
  /// Its folder.
  let path: String
  /// What it holds.
  let description: DatasetDescription
  /// XXH64 of its `dataset.json`.
  let checksum: UInt64

  /// Opens a complete set.
  ///
  /// - Throws: `Located` ``MergeError``, ``InputError`` or `JSONError`; `SystemError`.
  init(_ path: String) throws {
    self.path = path
    let file = pathInside(path, DatasetDescription.fileName)
    guard let status = try fileStatus(path) else {
      throw SystemError(.open, path, .noSuchFileOrDirectory)
    }
    guard status.kind == .folder else { throw Located(MergeError.notDescribed, path: path) }
    guard try fileStatus(pathInside(path, PackingJournal.fileName)) == nil else {
      throw Located(InputError.unfinished(path), path: path)
    }
    guard try fileStatus(file) != nil else {
      throw Located(MergeError.notDescribed, path: path)
    }
    let bytes = try readFile(file)
    guard DatasetDescription.isIntact(bytes) else {
      throw Located(MergeError.changedDescription, path: file)
    }
    description = try locating(path: file) { try DatasetDescription(bytes) }
    checksum = XXH64.hash(bytes)
    for shard in description.shards {
      let file = pathInside(path, shard.name)
      // Every sample has a header; what is added up later must not overflow, whoever wrote the file.
      guard !shard.name.utf8.contains(UInt8(ascii: "/")), let status = try fileStatus(file),
        status.kind == .file, status.size == shard.size, shard.samples <= shard.size / 512
      else { throw Located(MergeError.damagedShard, path: file) }
    }
  }

  /// Which part of a set it is; nil for a whole one.
  var part: SetPart? { description.settings.part }

  /// The settings of the set that a part is of.
  var wholeSettings: PackingSettings {
    var settings = description.settings
    settings.part = nil
    return settings
  }
}

extension [MergeSource] {
  /// The sources in the order of their samples: parts by their numbers, whole sets as they are named.
  ///
  /// - Throws: `Located` ``MergeError`` unless they are all parts of one set, or none is one.
  func arranged() throws -> [MergeSource] {
    guard let first, let whole = first.part else {
      if let part = self.first(where: { $0.part != nil }) {
        throw Located(MergeError.partsAndSets, path: part.path)
      }
      return self
    }
    var places = [MergeSource?](repeating: nil, count: whole.count)
    for source in self {
      guard let part = source.part else {
        throw Located(MergeError.partsAndSets, path: source.path)
      }
      var expected = first.description.settings
      expected.part?.number = part.number
      if let difference = expected.difference(from: source.description.settings) {
        throw Located(
          MergeError.partOfAnotherSet(difference, first: first.path), path: source.path)
      }
      if let other = places[part.number] {
        throw Located(
          MergeError.repeatedPart(part.number, other: other.path), path: source.path)
      }
      places[part.number] = source
    }
    let missing = places.indices.filter { places[$0] == nil }
    guard missing.isEmpty else { throw MergeError.missingParts(missing, count: whole.count) }
    return places.compactMap { $0 }
  }

  /// The settings of what they make together.
  ///
  /// - Throws: `Located` ``MergeError/otherStatistics(_:first:)``.
  func settings(name: String?) throws -> PackingSettings {
    guard let first else { preconditionFailure("there is nothing to merge") }
    var joined = first.wholeSettings
    let isOfParts = first.part != nil
    for source in isOfParts ? [] : dropFirst() {
      let other = source.wholeSettings
      if other.statistics != joined.statistics {
        throw Located(
          MergeError.otherStatistics(
            "--statistics \(other.statistics.rawValue), not \(joined.statistics.rawValue)",
            first: first.path), path: source.path)
      }
      // What is not true of all samples is not said.
      if other.labelMaps != joined.labelMaps { joined.storeMask = .keep }
      if other.store != joined.store { joined.store = .keep }
      if other.resize != joined.resize { joined.resize = nil }
      if other.split != joined.split { joined.split = nil }
      if other.shardSamples != joined.shardSamples { joined.shardSamples = nil }
      joined.shardSize = Swift.max(joined.shardSize, other.shardSize)
    }
    if !isOfParts, count > 1 {
      joined.shuffleSeed = nil
      joined.shardCount = nil
    }
    if let name { joined.name = name }
    return joined
  }

  /// What they hold together, their shards still under their own names.
  ///
  /// - Throws: `ClassTableConflict`, ``ShardError``.
  func classesAndStatistics() throws -> (classes: ClassTable?, statistics: SetStatistics) {
    var classes: ClassTable?
    var statistics = SetStatistics()
    for source in self {
      if let table = source.description.classes {
        if let classes, classes != table {
          throw Located(ClassTableConflict(classes, table), path: source.path)
        }
        classes = table
      }
      try statistics.add(source.description.statistics)
    }
    if let classes, statistics.classes.pixels.count > classes.entries.count {
      let highest = statistics.classes.pixels.count - 1
      throw ShardError.valueOutsideTable(highest, table: "\(classes)")
    }
    return (classes, statistics)
  }
}
