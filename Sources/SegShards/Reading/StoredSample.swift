import SegBasics
import SegSamples

/// Where a sample that is not kept in memory is read from again.
public enum StoredSample: Sendable {
  /// Files named by a line of a manifest.
  case listed(ManifestEntry)
  /// A place in a tar file.
  case shard(ShardReader, entry: [ShardIndex.Member])
  /// Members in memory as they were stored: a pipe cannot be read twice.
  case members(SampleMembers, source: String)

  /// The sample as it was found the first time.
  ///
  /// - Throws: What reading the shard throws.
  public func pending() throws -> PendingSample {
    switch self {
    case .listed(let entry): .listed(entry)
    case .shard(let shard, let entry):
      .stored(try shard.members(of: entry), source: shard.path)
    case .members(let members, let source): .stored(members, source: source)
    }
  }
}

/// Finds where samples that were just read stand in their files.
public struct StoredSampleFinder {
  /// The index of the shard being read.
  private var current: (shard: ShardReader, index: ShardIndex)?

  /// Knows no file yet.
  public init() {}

  /// Remembers where a sample came from.
  ///
  /// - Throws: What looking at the shard and its index throws.
  public mutating func find(_ pending: PendingSample, at place: SamplePlace) throws -> StoredSample
  {
    guard case .stored(let members, let source) = pending else {
      switch pending {
      case .listed(let entry): return .listed(entry)
      case .unreadable(let line): throw line.failure
      case .stored: preconditionFailure("a stored sample is none")
      }
    }
    guard try InputNames.status(place.input)?.kind == .file else {
      return .members(members, source: source)
    }
    if current.map({ SampleKey($0.shard.path) }) != SampleKey(place.input) {
      let index = try ShardSet(place.input).index(of: place.input)
      current = (try ShardReader(place.input), index)
    }
    guard let (shard, index) = current, index.samples.indices.contains(place.number - 1) else {
      return .members(members, source: source)
    }
    let entry = index.samples[place.number - 1]
    let isSame = SampleKey(ShardIndex.key(of: entry)) == SampleKey(pending.key)
    return isSame ? .shard(shard, entry: entry) : .members(members, source: source)
  }
}
