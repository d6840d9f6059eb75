import SegBasics
import SegSamples

/// Makes what stands beside the shards of a set anew from the shards alone: the indexes, `index.json`
/// and, where it is missing or damaged, `dataset.json`.
///
/// No shard is ever written to, and no checksum of a damaged shard replaced by that of the damage.
public struct SetRepair {
  /// Worker threads.
  public var jobs = 1
  /// Takes each file that was written, and what could not be repaired.
  public var onNotice: (String) -> Void = { _ in }
  private let path: String

  /// Repairs the set in a folder.
  public init(_ path: String) { self.path = path }

  /// Does the work.
  ///
  /// - Returns: Whether nothing is left to repair.
  /// - Throws: `Located` ``ShardFault/unfinished`` or ``InputError/notAShardSet``; `SystemError`.
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
    let description = try? DatasetDescription(bytes)
    if let description, DatasetDescription.isIntact(bytes) {
      return try repair(description, tars: tars)
    }
    return try rebuild(damaged: bytes, stated: description, tars: tars)
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
      onNotice("\(pathInside(path, shard.name)): is missing, and cannot be made anew")
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

  private func rebuild(
    damaged: [UInt8], stated: DatasetDescription?, tars: [String]
  ) throws -> Bool {
    let settings = settings(stated, tars: tars)
    let found = try scan(tars)
    var isWhole = !found.contains { $0 == nil }
    // Whatever is wrong with the description, the checksums in it still prove the shards.
    for case (let name, let shard?) in zip(tars, found)
    where !damaged.isEmpty && !shard.isVouched(by: damaged) {
      onNotice(
        "\(pathInside(path, name)): the damaged \(DatasetDescription.fileName) does not prove that it "
          + "is what was written; removed, it is made of the shards as they are")
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
    return true
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
