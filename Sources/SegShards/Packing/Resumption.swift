import SegBasics
import SegSamples

/// Finds out which shards of an interrupted run can stay.
///
/// Reads the input along with the journal, digest by digest. At the first difference, what the input
/// gave for the shard so far is packed again from the old shard, so that nothing has to be held in
/// memory, and an input that can be read only once is enough.
struct Resumption {
  /// Shards that stay.
  private(set) var kept: [JournalRecord] = []
  /// What they hold.
  private(set) var admission = Admission()
  /// What was found different; nil when the journal was followed to its end.
  private(set) var difference: String?
  private let folder: OutputFolder
  private let settings: PackingSettings
  private let source: PackingSource
  private let change: SampleChange?
  private let onFailure: (any Error, PendingSample) throws -> Void

  /// Follows the journal as far as the input does.
  ///
  /// - Throws: What reading the input throws, and the failure handler.
  init(
    _ records: [JournalRecord], in folder: OutputFolder, settings: PackingSettings,
    source: PackingSource, change: SampleChange?,
    onFailure: @escaping (any Error, PendingSample) throws -> Void
  ) throws {
    self.change = change
    self.folder = folder
    self.settings = settings
    self.source = source
    self.onFailure = onFailure
    for record in records {
      guard let index = intactIndex(of: record), let digests = HexList.values(record.inputs),
        index.samples.count == record.shard.samples,
        digests.count == record.shard.samples + record.leftOut.count
      else {
        difference = "\(record.shard.name) is damaged or missing"
        return
      }
      guard try follow(record, digests: digests, index: index) else { return }
      kept.append(record)
    }
  }

  /// Reads the input along with one shard; false at a difference.
  private mutating func follow(
    _ record: JournalRecord, digests: [UInt64], index: ShardIndex
  ) throws -> Bool {
    var held: [PackingSource.Held] = []
    var added: [String] = []
    var failures: [(any Error, PendingSample)] = []
    let leftOut = Set(record.leftOut)
    let before = kept.last
    admission.takeLabels(of: record)
    var keys = index.samples.lazy.map(ShardIndex.key).makeIterator()

    func differs(_ work: PackingWork?, _ what: String) throws -> Bool {
      if let work { held.append(.read(work)) }
      admission.forget(added)
      admission.takeLabels(of: before)
      try source.giveBack(held, storedIn: folder.file(record.shard.name))
      difference = what
      return false
    }

    for (position, digest) in digests.enumerated() {
      guard let work = try source.nextOfInput() else {
        return try differs(nil, "the input ends before it did")
      }
      guard try work.sample.inputDigest() == digest else {
        return try differs(work, "the input differs from \(work.place) on")
      }
      if leftOut.contains(position) {
        guard let failure = failure(of: work) else {
          return try differs(work, "\(work.place) was left out, and is not any more")
        }
        failures.append((failure, work.sample))
        held.append(.read(work))
      } else if let key = keys.next() {
        admission.take(key: key, at: work.place)
        added.append(key)
        held.append(.stored(digest: digest, place: work.place))
      }
    }
    if record.isLast, let work = try source.nextOfInput() {
      return try differs(work, "the input goes on at \(work.place)")
    }
    for (failure, sample) in failures { try onFailure(failure, sample) }
    return true
  }

  /// Why a sample is left out; nil when it is not any more.
  private func failure(of work: PackingWork) -> (any Error)? {
    do {
      try admission.check(work.packed(settings, change: change), at: work.place)
      return nil
    } catch {
      return error
    }
  }

  /// The index of a shard that is as its record says; nil when it is not.
  private func intactIndex(of record: JournalRecord) -> ShardIndex? {
    let path = folder.file(record.shard.name)
    guard let text = try? readFile(path.dropLast(4) + ".idx"),
      XXH64.hash(text).hex == record.shard.index,
      let file = try? fileChecksum(path), file.size == record.shard.size,
      file.checksum.hex == record.shard.xxh64
    else { return nil }
    return try? ShardIndex(text) ?? ShardIndex(scanning: path)
  }
}
