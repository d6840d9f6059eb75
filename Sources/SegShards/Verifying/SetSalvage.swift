import SegBasics
import SegSamples

/// Copies the samples of a damaged set that are as they were written into a new set.
///
/// The damaged set is only read. Shards get the names they were written with; a shard that has no good
/// sample left is not in the new set.
public struct SetSalvage {
  /// Worker threads.
  public var jobs = 1
  /// Takes lines for the user.
  public var onNotice: (String) -> Void = { _ in }
  /// Samples that were kept.
  public private(set) var kept = 0
  /// Samples that are known to be lost.
  public private(set) var lost = 0
  private let source: String
  private let target: String

  /// Salvages the set in a folder into another folder, which is made.
  public init(_ source: String, into target: String) {
    self.source = source
    self.target = target
  }

  /// Does the work; a run that was killed begins again.
  ///
  /// - Throws: `Located` ``ShardError/holdsForeignFiles(_:)`` for a folder that is not empty,
  ///   ``ShardError/newerFormat(_:)``, ``ShardError/noSamples`` when nothing is left,
  ///   ``InputError/notAShardSet``; `SystemError`.
  public mutating func run() throws {
    let isFolder = try fileStatus(source)?.kind == .folder
    let names = isFolder ? try namesInFolder(source) : []
    let bytes =
      names.contains(DatasetDescription.fileName)
      ? try readFile(pathInside(source, DatasetDescription.fileName)) : []
    if let version = DatasetDescription.newerVersion(bytes) {
      throw Located(ShardError.newerFormat(version), path: source)
    }
    let description = try? DatasetDescription(bytes)
    let journal = isFolder ? try PackingJournal.load(from: source) : nil
    let tars = names.filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
    guard !tars.isEmpty || !isFolder else { throw Located(InputError.notAShardSet, path: source) }
    var settings =
      PackingLogEntry.last(in: source)?.settings ?? description?.settings ?? journal?.settings
      ?? PackingSettings()
    // What is left of a part is no part, and of counted shards no such count.
    settings.part = nil
    settings.shardCount = nil
    settings.shardSamples = nil

    try createFolder(target)
    let lock = try FolderLock(target, name: OutputFolder.lockName, busy: ShardError.folderBusy)
    defer { lock.release() }
    try begin(settings)
    var account = SalvageAccount()
    do {
      var claims = ShardClaims(description?.shards ?? journal?.records.map(\.shard) ?? [])
      let shards = claims.claim(
        isFolder ? tars.map { ($0, pathInside(source, $0)) } : [(Self.name(of: source), source)],
        onNotice)
      for shard in shards { try copy(shard, claims, &account) }
      for record in claims.unclaimed { account.miss(record, in: source) }
      if isFolder, claims.records.isEmpty {
        account.miss(ShardTraces(in: source, names: names), present: tars, in: source)
      }
    } catch let failure as SystemError where account.written.isEmpty {
      try giveUp()
      throw failure
    }
    guard !account.written.isEmpty else {
      try giveUp()
      throw Located(ShardError.noSamples, path: source)
    }
    (kept, lost) = (account.kept.count, account.lost)
    try describe(settings)
    try removeFile(pathInside(target, PackingJournal.fileName))
    synchronizeFolder(target)
  }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? "shard.tar"
  }

  /// Has the folder say that its set is not complete, and removes what a killed run left.
  private func begin(_ settings: PackingSettings) throws {
    try refuseInputs([source], at: target) { $0 == $1 || $0.hasPrefix($1 + "/") }
    let own = try namesInFolder(target).filter { $0 != OutputFolder.lockName }
    guard try own.isEmpty || PackingJournal.load(from: target)?.maker == .salvage else {
      throw Located(ShardError.holdsForeignFiles(own), path: target)
    }
    _ = try PackingJournal.begin(in: target, settings: settings, records: [], by: .salvage)
    for name in own {
      let isShard = name.hasSuffix(".tar") || name.hasSuffix(".idx")
      let isDescription =
        [DatasetDescription.fileName, DatasetDescription.widsFileName].contains(name)
      let isHidden = name.hasPrefix(".")
      guard isHidden ? name.hasSuffix(".partial") : isShard || isDescription else { continue }
      try removeFile(pathInside(target, name))
    }
  }

  /// Says that there is no set in the target.
  private func giveUp() throws {
    try removeFile(pathInside(target, PackingJournal.fileName))
  }

  /// Copies what is good of a shard.
  private func copy(
    _ shard: ShardClaims.Shard, _ claims: ShardClaims, _ account: inout SalvageAccount
  ) throws {
    var record = shard.record
    var samples: SoundSamples
    do {
      let file = try ShardBytes(shard.path)
      samples = SoundSamples(of: file, record: record, isProven: shard.isProven)
      // Of all that were written it may be another one.
      if samples.samples.isEmpty, record != nil, let other = claims.likeliest(for: file) {
        record = other
        samples = SoundSamples(of: file, record: other, isProven: false)
      }
    } catch let failure as SystemError {
      onNotice("\(failure)")
      if let record { account.miss(record, in: source) }
      return
    }
    account.lose(samples, record: record, path: shard.path)
    let fresh = samples.samples.filter { account.kept.insert(SampleKey($0.key)).inserted }
    guard !fresh.isEmpty else { return }
    // A name that leads out of the folder is nobody's.
    let stated = record.map(\.name).flatMap { isPlainName($0) ? $0 : nil }
    let name = account.name(for: stated ?? shard.name)
    let file = try AtomicFile(pathInside(target, name))
    var writer = SampleStreamWriter(file)
    for sample in fresh { try writer.add(samples.members(of: sample).named()) }
    try writer.finish()
    try file.commit()
    account.written.insert(name)
  }

  /// Writes the indexes and the description of the new set.
  private func describe(_ settings: PackingSettings) throws {
    let tars = try namesInFolder(target).filter { $0.hasSuffix(".tar") }
    let found = try orderedParallelMap(tars, jobs: jobs) { [target] name in
      try ScannedShard(pathInside(target, name), name: name)
    }
    for (name, shard) in zip(tars, found) {
      try AtomicFile.write(
        shard.index, to: pathInside(target, ShardSet.indexPath(of: name)))
    }
    let records = found.map(\.record)
    guard
      let description = try DatasetDescription(of: records, in: target, settings, jobs, onNotice)
    else {
      onNotice("\(target): holds samples that do not decode, and so gets no dataset.json")
      return
    }
    try AtomicFile.write(
      try description.widsIndex(), to: pathInside(target, DatasetDescription.widsFileName))
    try AtomicFile.write(
      try description.encoded(), to: pathInside(target, DatasetDescription.fileName))
  }
}
