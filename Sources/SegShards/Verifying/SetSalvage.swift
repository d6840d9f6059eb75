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
      let samples = try SoundSamples(of: path, record: record)
      let fresh = samples.samples.filter { keys.insert(SampleKey($0.key)).inserted }
      lost += samples.lost + samples.samples.count - fresh.count
      kept += fresh.count
      guard !fresh.isEmpty else { continue }
      let file = try AtomicFile(pathInside(target, base))
      var writer = SampleStreamWriter(file)
      for sample in fresh { try writer.add(sample.copied().named()) }
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
  /// In the order of the shard.
  private(set) var samples: [MappedSample] = []
  /// How many more there were, as far as that is known.
  private(set) var lost = 0

  /// Looks for them: by the index where that is intact, else by what headers can still be read.
  ///
  /// - Parameter record: What was written; nil for a foreign shard, whose samples have to decode.
  /// - Throws: `SystemError`.
  init(of path: String, record: ShardRecord?) throws {
    let file = try mappedShard(path)
    let checksums = record.flatMap { HexList.values($0.members) }
    if let index = try IndexFile(of: path, record: record).intact, let checksums {
      take(index, of: file, path, checksums)
    } else {
      walk(file, path, checksums)
      if let record { lost = max(0, record.samples - samples.count) }
    }
  }

  private mutating func take(
    _ index: ShardIndex, of file: MappedFile, _ path: String, _ checksums: [UInt64]
  ) {
    var place = 0
    for sample in index.samples {
      defer { place += sample.count }
      var members: [MappedSample.Member] = []
      for (number, member) in sample.enumerated() {
        let (end, overflow) = member.offset.addingReportingOverflow(member.size)
        guard place + number < checksums.count, !overflow, end <= file.count else { break }
        let data = MappedBytes(file, member.offset..<end)
        guard data.withUnsafeBytes({ XXH64.hash($0) }) == checksums[place + number] else { break }
        members.append(MappedSample.Member(fileExtension: member.fileExtension, data: data))
      }
      guard members.count == sample.count, let name = sample.first?.name,
        let key = MemberName.split(name)?.key
      else {
        lost += 1
        continue
      }
      samples.append(MappedSample(shard: path, writtenKey: key, members: members))
    }
  }

  /// A sample that headers tell of.
  private struct Found {
    var sample: MappedSample
    /// Whether a member before it, or after it, may be missing.
    var isDoubtful: Bool
  }

  private mutating func walk(_ file: MappedFile, _ path: String, _ checksums: [UInt64]?) {
    var found: [Found] = []
    var gap = false
    var last = -1
    file.withUnsafeBytes { bytes in
      var scanner = TarScanner(bytes)
      while true {
        do {
          guard let entry = try scanner.next() else { break }
          let data = MappedBytes(file, entry.offset..<(entry.offset + entry.size))
          if let checksums {
            let checksum = data.withUnsafeBytes { XXH64.hash($0) }
            guard let place = checksums[(last + 1)...].firstIndex(of: checksum) else {
              gap = true
              continue
            }
            gap = gap || place != last + 1
            last = place
          }
          guard let (key, fileExtension) = MemberName.split(scanner.name(of: entry)) else {
            continue
          }
          let member = MappedSample.Member(fileExtension: fileExtension, data: data)
          if gap, let end = found.indices.last { found[end].isDoubtful = true }
          if let end = found.indices.last, found[end].sample.writtenKey.utf8.elementsEqual(key.utf8)
          {
            let sample = found[end].sample
            found[end].sample = MappedSample(
              shard: path, writtenKey: key, members: sample.members + [member])
          } else {
            found.append(
              Found(
                sample: MappedSample(shard: path, writtenKey: key, members: [member]),
                isDoubtful: gap))
          }
          gap = false
        } catch {
          gap = true
          guard let next = nextHeader(in: bytes, after: scanner.position) else { break }
          scanner.skip(to: next)
        }
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
  private func decodes(_ sample: MappedSample) -> Bool {
    guard var decoded = try? sample.copied().sample(from: sample.shard) else { return false }
    return (try? decoded.decode()) != nil
  }
}
