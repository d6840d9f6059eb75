import SegBasics
import SegSamples

/// A sample on its way into a set.
struct PackingWork: Sendable {
  /// The sample, not yet loaded.
  let sample: PendingSample
  /// Where it stands in the input.
  let place: SamplePlace
  /// Its digest, where it is known already because the sample comes from a shard built before.
  let digest: UInt64?
}

/// What a worker made of a sample.
struct PackingOutcome {
  /// The stored sample, or why there is none.
  let result: Result<PackedSample, any Error>
  /// The sample as it came.
  let sample: PendingSample
  /// Where it stands in the input.
  let place: SamplePlace
  /// Its digest, or what made it impossible to take it.
  let digest: Result<UInt64, any Error>

  /// Packs a sample.
  ///
  /// Nothing is thrown here, so that the outcomes before a fault are not lost.
  init(_ work: PackingWork, settings: PackingSettings, change: SampleChange?) {
    sample = work.sample
    place = work.place
    var checksums: MemberChecksums?
    if case .stored(let members, _) = work.sample { checksums = MemberChecksums(members) }
    digest = Result { try work.digest ?? work.sample.inputDigest(checksums) }
    result = Result { try work.packed(settings, change: change, checksums: checksums) }
  }
}

/// Hands out the samples of the input; first those an interrupted run had packed into a shard that
/// must be built again.
final class PackingSource {
  /// What has been read of the input already, and must be packed again.
  enum Held {
    /// The next sample of the shard built before, from which the input has not changed.
    case stored(digest: UInt64, place: SamplePlace)
    /// A sample that has been read.
    case read(PackingWork)
  }

  private let input: () throws -> (PendingSample, SamplePlace)?
  private var held: ArraySlice<Held> = []
  private var failure: (any Error)?
  private var shard: (reader: SampleStreamReader, name: String)?

  /// Reads an input from its first sample on.
  init(_ input: SampleSource) { self.input = { try input.next().map { ($0, input.place) } } }

  /// Reads samples in the order of a catalog.
  init(_ input: CatalogedSamples) { self.input = { try input.next().map { ($0, input.place) } } }

  /// Reads the first sample, so that an input that gives none is found out before a set is removed for it.
  ///
  /// - Throws: As `SampleSource`; ``ShardError/noSamples``.
  func begin() throws {
    guard let first = try next() else { throw ShardError.noSamples }
    held = [.read(first)]
  }

  /// The next sample of the input itself.
  ///
  /// - Throws: As `SampleSource`.
  func nextOfInput() throws -> PackingWork? {
    try input().map { PackingWork(sample: $0, place: $1, digest: nil) }
  }

  /// Has samples handed out before the rest of the input.
  ///
  /// - Parameter shard: Where those lie that are stored.
  /// - Throws: `SystemError`.
  func giveBack(_ held: [Held], storedIn shard: String) throws {
    self.held = held[...]
    self.shard = (SampleStreamReader(try BufferedInput(path: shard)), shard)
  }

  /// The next sample.
  ///
  /// - Throws: As `SampleSource`.
  func next() throws -> PackingWork? {
    switch held.popFirst() {
    case .read(let work): return work
    case .stored(let digest, let place):
      guard let shard, let members = try shard.reader.nextMembers() else {
        throw ShardError.staleIndex(shard: shard?.name ?? "")
      }
      return PackingWork(
        sample: .stored(members, source: shard.name), place: place, digest: digest)
    case nil:
      shard = nil
      return try nextOfInput()
    }
  }

  /// The next samples: as many small ones as make a worker's while, or one whose files are still to be
  /// opened.
  ///
  /// - Returns: nil at the end.
  /// - Throws: As `SampleSource`, after the samples before the fault have been handed out.
  func nextBatch() throws -> [PackingWork]? {
    if let failure { throw failure }
    var batch: [PackingWork] = []
    var bytes = 0
    do {
      while batch.count < 16, bytes < 1 << 20, let work = try next() {
        batch.append(work)
        guard case .stored(let members, _) = work.sample else { break }
        bytes += members.members.reduce(0) { $0 + $1.data.count }
      }
    } catch {
      guard !batch.isEmpty else { throw error }
      failure = error
    }
    return batch.isEmpty ? nil : batch
  }
}
