import SegBasics
import SegSamples

/// Copies the samples of a damaged set that are as they were written into a new set.
///
/// The damaged set is only read. Shards keep their names; a shard that has no good sample left is not
/// in the new set.
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

  /// Does the work.
  ///
  /// - Throws: `Located` ``ShardError/holdsForeignFiles(_:)`` for a folder that is not empty,
  ///   ``ShardError/noSamples`` when nothing is left, ``InputError/notAShardSet``; `SystemError`.
  public mutating func run() throws {
    let isFolder = try fileStatus(source)?.kind == .folder
    let names = isFolder ? try namesInFolder(source) : []
    let bytes =
      names.contains(DatasetDescription.fileName)
      ? try readFile(pathInside(source, DatasetDescription.fileName)) : []
    let description = try? DatasetDescription(bytes)
    let tars = names.filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
    guard !tars.isEmpty || !isFolder else { throw Located(InputError.notAShardSet, path: source) }
    try createFolder(target)
    let own = try namesInFolder(target)
    guard own.isEmpty else { throw Located(ShardError.holdsForeignFiles(own), path: target) }
    let lock = try FolderLock(target, name: OutputFolder.lockName, busy: ShardError.folderBusy)
    defer { lock.release() }
    var keys: Set<SampleKey> = []
    var written = 0
    for name in isFolder ? tars : [""] {
      let path = isFolder ? pathInside(source, name) : source
      let base = path.split(separator: "/").last.map(String.init) ?? "shard.tar"
      let record = description?.shards.first { $0.name == name }
      let samples: SoundSamples
      do {
        samples = SoundSamples(of: try ShardBytes(path), record: record)
      } catch let failure as SystemError where isFolder {
        onNotice("\(failure)")
        lost += record?.samples ?? 0
        continue
      }
      let fresh = samples.samples.filter { keys.insert(SampleKey($0.key)).inserted }
      lost += samples.lost + samples.samples.count - fresh.count
      kept += fresh.count
      guard !fresh.isEmpty else { continue }
      let file = try AtomicFile(pathInside(target, base))
      var writer = SampleStreamWriter(file)
      for sample in fresh { try writer.add(samples.members(of: sample).named()) }
      try writer.finish()
      try file.commit()
      written += 1
    }
    guard written > 0 else { throw Located(ShardError.noSamples, path: source) }
    try describe(description?.settings)
  }

  /// Writes the indexes and the description of the new set.
  private func describe(_ stated: PackingSettings?) throws {
    let tars = try namesInFolder(target).filter { $0.hasSuffix(".tar") }
    let found = try orderedParallelMap(tars, jobs: jobs) { [target] name in
      try ScannedShard(pathInside(target, name), name: name)
    }
    var settings = PackingLogEntry.last(in: source)?.settings ?? stated ?? PackingSettings()
    // What is left of a part is no part, and of counted shards no such count.
    settings.part = nil
    settings.shardCount = nil
    settings.shardSamples = nil
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

/// The samples of a shard that are as they were written.
struct SoundSamples {
  /// Where a sample stands.
  struct Place {
    /// The key as written in the member names.
    let writtenKey: String
    /// In the order of the shard.
    var members: [(fileExtension: String, data: Range<Int>)] = []

    /// The key.
    var key: String { MemberName.unescape(writtenKey) }
  }

  /// In the order of the shard.
  private(set) var samples: [Place] = []
  /// How many more there were, as far as that is known.
  private(set) var lost = 0
  private let file: ShardBytes

  /// Looks for them: by the index where that is intact, else by what headers can still be read.
  ///
  /// - Parameter record: What was written; nil for a foreign shard, whose samples have to decode.
  init(of file: ShardBytes, record: ShardRecord?) {
    self.file = file
    let checksums = record.flatMap { HexList.values($0.members) }
    if let index = IndexFile(of: file.path, record: record).intact, let checksums {
      take(index, checksums)
    } else {
      walk(checksums)
      if let record { lost = max(0, record.samples - samples.count) }
    }
  }

  /// The members of a sample, copied.
  ///
  /// - Throws: `Located` ``ShardFault/unreadable(at:_:)``, or `SampleError` for two members of one
  ///   extension.
  func members(of sample: Place) throws -> SampleMembers {
    var copies = SampleMembers(writtenKey: sample.writtenKey)
    try locating(path: file.path, sample: sample.key) {
      for (fileExtension, data) in sample.members {
        try copies.add(fileExtension, file.bytes(data))
      }
    }
    return copies
  }

  private mutating func take(_ index: ShardIndex, _ checksums: [UInt64]) {
    var place = 0
    for sample in index.samples {
      defer { place += sample.count }
      guard let name = sample.first?.name, let key = MemberName.split(name)?.key else {
        lost += 1
        continue
      }
      var found = Place(writtenKey: key)
      for (number, member) in sample.enumerated() {
        let (end, overflow) = member.offset.addingReportingOverflow(member.size)
        guard place + number < checksums.count, !overflow, end <= file.count,
          let data = try? file.bytes(member.offset..<end),
          XXH64.hash(data) == checksums[place + number]
        else { break }
        found.members.append((member.fileExtension, member.offset..<end))
      }
      if found.members.count == sample.count { samples.append(found) } else { lost += 1 }
    }
  }

  /// A sample that headers tell of.
  private struct Found {
    var sample: Place
    /// Whether a member before it, or after it, may be missing.
    var isDoubtful: Bool
  }

  private mutating func walk(_ checksums: [UInt64]?) {
    var found: [Found] = []
    var gap = false
    var last = -1
    let pass = ShardPass(file, isHashed: false, window: 1 << 14)
    while true {
      do {
        guard let entry = try pass.next() else { break }
        let data = entry.offset..<(entry.offset + entry.size)
        let name = pass.name(of: entry)
        // What cannot be read is as good as changed.
        guard let checksum = (try? file.bytes(data)).map({ XXH64.hash($0) }) else {
          gap = true
          continue
        }
        if let checksums {
          guard let place = checksums[(last + 1)...].firstIndex(of: checksum) else {
            gap = true
            continue
          }
          gap = gap || place != last + 1
          last = place
        }
        guard let (key, fileExtension) = MemberName.split(name) else { continue }
        if gap, let end = found.indices.last { found[end].isDoubtful = true }
        if let end = found.indices.last, found[end].sample.writtenKey.utf8.elementsEqual(key.utf8) {
          found[end].sample.members.append((fileExtension, data))
        } else {
          let sample = Place(writtenKey: key, members: [(fileExtension, data)])
          found.append(Found(sample: sample, isDoubtful: gap))
        }
        gap = false
      } catch {
        gap = true
        guard pass.skipDamage() != nil else { break }
      }
    }
    if gap || checksums.map({ last + 1 < $0.count }) ?? false, let end = found.indices.last {
      found[end].isDoubtful = true
    }
    for candidate in found {
      guard !candidate.isDoubtful, checksums != nil || decodes(candidate.sample) else {
        lost += 1
        continue
      }
      samples.append(candidate.sample)
    }
  }

  /// Without checksums nothing else tells that a sample is sound.
  private func decodes(_ sample: Place) -> Bool {
    guard var decoded = try? members(of: sample).sample(from: file.path) else { return false }
    return (try? decoded.decode()) != nil
  }
}
