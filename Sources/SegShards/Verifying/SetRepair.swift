import SegBasics
import SegSamples

/// Makes what stands beside the shards of a set anew from the shards alone: the indexes, `index.json`
/// and, where it is missing or damaged, `dataset.json`.
///
/// No shard is ever written to, no checksum of a damaged shard replaced by that of the damage, and no
/// shard that is missing left out of the set unless the user says so.
public struct SetRepair {
  /// Worker threads.
  public var jobs = 1
  /// Whether the set is described without the shards that are missing.
  public var dropsMissing = false
  /// Takes each file that was written, and what could not be repaired.
  public var onNotice: (String) -> Void = { _ in }
  private let path: String

  /// Repairs the set in a folder.
  public init(_ path: String) { self.path = path }

  /// Does the work.
  ///
  /// - Returns: Whether nothing is left to repair.
  /// - Throws: `Located` ``ShardFault/unfinished``, ``InputError/notAShardSet`` or
  ///   ``ShardError/newerFormat(_:)``; `SystemError`.
  public func run() throws -> Bool {
    guard try fileStatus(path)?.kind == .folder else {
      throw Located(InputError.notAShardSet, path: path)
    }
    let lock = try FolderLock(path, name: OutputFolder.lockName, busy: ShardError.folderBusy)
    defer { lock.release() }
    let names = try namesInFolder(path)
    guard !names.contains(PackingJournal.fileName) else {
      throw Located(ShardFault.unfinished, path: path)
    }
    let tars = names.filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
    guard !tars.isEmpty else { throw Located(InputError.notAShardSet, path: path) }
    let file = pathInside(path, DatasetDescription.fileName)
    let bytes = names.contains(DatasetDescription.fileName) ? try readFile(file) : []
    if let version = DatasetDescription.newerVersion(bytes) {
      throw Located(ShardError.newerFormat(version), path: path)
    }
    let description = try? DatasetDescription(bytes)
    guard let description, DatasetDescription.isIntact(bytes) else {
      return try rebuild(stated: bytes, description, tars: tars)
    }
    let listed = description.shards.map(\.name).filter(tars.contains)
    if dropsMissing, !listed.isEmpty, listed.count < description.shards.count {
      return try rebuild(stated: bytes, description, tars: listed)
    }
    return try repair(description, tars: tars)
  }

  /// What the shards say of themselves; nil for those that cannot be read through.
  private func scan(_ tars: [String]) throws -> [ScannedShard?] {
    let path = path
    let results = try orderedParallelMap(tars, jobs: jobs) { name in
      Result { try ScannedShard(pathInside(path, name), name: name) }
    }
    return try results.map { result in
      do {
        return try result.get()
      } catch let failure as Located {
        onNotice("\(failure); --salvage keeps its good samples")
        return nil
      } catch let failure as SystemError {
        onNotice("\(failure)")
        return nil
      }
    }
  }

  /// Writes a file unless it is right already.
  private func write(_ bytes: [UInt8], to name: String) throws {
    let file = pathInside(path, name)
    if try fileStatus(file)?.size == bytes.count, try readFile(file) == bytes { return }
    try AtomicFile.write(bytes, to: file)
    onNotice("\(file): written anew")
  }

  private func indexName(_ tar: String) -> String { ShardSet.indexPath(of: tar) }

  // MARK: With a description that is intact

  private func repair(_ description: DatasetDescription, tars: [String]) throws -> Bool {
    let listed = description.shards.filter { tars.contains($0.name) }
    var isWhole = listed.count == description.shards.count
    for shard in description.shards where !tars.contains(shard.name) {
      onNotice(Self.missing(pathInside(path, shard.name)))
    }
    for (record, found) in zip(listed, try scan(listed.map(\.name))) {
      guard let found, found.record.xxh64 == record.xxh64 else {
        if found != nil { tellDamage(of: record.name) }
        isWhole = false
        continue
      }
      try write(found.index, to: indexName(record.name))
    }
    try write(description.widsIndex(), to: DatasetDescription.widsFileName)
    return isWhole
  }

  private func tellDamage(of name: String) {
    onNotice(
      "\(pathInside(path, name)): is not what was written, and stays as it is; "
        + "--salvage keeps its good samples")
  }

  // MARK: Without one

  /// Describes the set by its shards.
  ///
  /// - Parameter text: Of `dataset.json` as it stands there, empty when there is none.
  private func rebuild(
    stated text: [UInt8], _ stated: DatasetDescription?, tars: [String]
  ) throws -> Bool {
    var settings = settings(stated, tars: tars)
    let found = try scan(tars)
    var isWhole = !found.contains { $0 == nil }
    let remains = ShardListRemains(text)
    let missing = try missingShards(tars, found.compactMap { $0 }, remains)
    for name in missing {
      onNotice(
        dropsMissing
          ? "\(name): is missing, and left out of the set with its samples" : Self.missing(name))
      isWhole = isWhole && dropsMissing
    }
    if !missing.isEmpty {
      // What is left of a part is no part, and of counted shards no such count.
      settings.part = nil
      settings.shardCount = nil
      settings.shardSamples = nil
    }
    // Whatever is wrong with the description, the checksums in it still prove the shards.
    for case (let name, let shard?) in zip(tars, found)
    where !text.isEmpty && !remains.vouches(for: shard) {
      onNotice(
        "\(pathInside(path, name)): the damaged \(DatasetDescription.fileName) does not prove that it "
          + "is what was written; if you remove that file, --repair makes it of the shards as they are"
      )
      isWhole = false
    }
    guard isWhole else { return false }
    let records = found.compactMap { $0?.record }
    guard let description = try DatasetDescription(of: records, in: path, settings, jobs, onNotice)
    else { return false }
    for (name, shard) in zip(tars, found) {
      if let shard { try write(shard.index, to: indexName(name)) }
    }
    try write(description.widsIndex(), to: DatasetDescription.widsFileName)
    try write(description.encoded(), to: DatasetDescription.fileName)
    // An index without its shard would tell of it again.
    for shard in missing { try removeFile(ShardSet.indexPath(of: shard)) }
    return true
  }

  private static func missing(_ name: String) -> String {
    "\(name): is missing, and cannot be made anew; put it back, or --drop-missing leaves its samples "
      + "out of the set for good"
  }

  /// The shards that the set had and the folder has not, as far as anything beside them tells.
  private func missingShards(
    _ tars: [String], _ found: [ScannedShard], _ remains: ShardListRemains
  ) throws -> [String] {
    var missing = Set(
      remains.entries(without: found, names: tars).map {
        $0.name ?? "(a shard whose name cannot be read)"
      })
    let names = try namesInFolder(path)
    if remains.entries.isEmpty {
      let traces = ShardTraces(in: path, names: names)
      missing.formUnion(traces.missing(from: tars))
    }
    for name in names where name.hasSuffix(".idx") && !name.hasPrefix(".") {
      missing.insert(name.dropLast(4) + ".tar")
    }
    return missing.subtracting(names).filter(isPlainName).sorted()
      .map { pathInside(path, $0) }
  }

  /// How the set was made: as the log says, or the damaged description, or as the names of the shards
  /// tell.
  private func settings(_ stated: DatasetDescription?, tars: [String]) -> PackingSettings {
    if let settings = PackingLogEntry.last(in: path)?.settings ?? stated?.settings {
      return settings
    }
    let stem = tars.first.map { String($0.dropLast(4)) } ?? ""
    let name = stem.lastIndex(of: "-").map { String(stem[..<$0]) } ?? stem
    onNotice("\(path): how it was packed is not known; the usual settings are stated")
    return PackingSettings(name: name.isEmpty ? "shard" : name)
  }
}

extension DatasetDescription {
  /// Describes shards by what their samples hold; every one is decoded.
  ///
  /// - Returns: nil when a sample is damaged, or tables contradict each other, which is told.
  init?(
    of records: [ShardRecord], in folder: String, _ settings: PackingSettings, _ jobs: Int,
    _ tell: (String) -> Void
  ) throws {
    var classes: ClassTable?
    var total = SetStatistics()
    var isSound = true
    let scope = settings.statistics
    let checks = try orderedParallelMap(records, jobs: jobs) { record in
      try ShardCheck(
        pathInside(folder, record.name), record: record, isDeep: true, statistics: scope)
    }
    for check in checks {
      // The index beside it is about to be written anew.
      for fault in check.faults
      where !(fault.path?.hasSuffix(".idx") ?? false) {
        tell("\(fault)")
        isSound = false
      }
      try total.add(check.statistics)
      if let found = check.classes {
        if let classes, classes != found {
          tell("\(Located(ClassTableConflict(classes, found), path: folder))")
          isSound = false
        }
        classes = found
      }
    }
    guard isSound else { return nil }
    self.init(settings: settings, classes: classes, statistics: total, shards: records)
  }
}
