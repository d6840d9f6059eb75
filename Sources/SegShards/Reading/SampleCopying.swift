import SegBasics
import SegSamples

/// Hands on stored samples as they are, without decoding them.
public struct SampleCopying {
  private let write: (SampleMembers) throws -> Void
  private var tables = TableAgreement()

  /// Hands samples on to `write`.
  public init(to write: @escaping (SampleMembers) throws -> Void) { self.write = write }

  /// Copies all samples of shard sets, shards and streams; `-` is standard input.
  ///
  /// - Throws: As `SampleSource`; `Located` ``InputError/manifest``; `Located` `ClassTableConflict`; what
  ///   `write` throws.
  public mutating func copy(_ inputs: [String]) throws { try copy(from: SampleSource(inputs)) }

  /// Copies all samples of a source.
  ///
  /// - Throws: As ``copy(_:)``.
  public mutating func copy(from source: SampleSource) throws {
    while let sample = try source.next() {
      try add(members(of: sample, source), source.place.input)
    }
  }

  /// Copies a share of an epoch of shard sets and shards, in its order.
  ///
  /// - Throws: As ``IndexedSamples/members(at:)``; `Located` `ClassTableConflict`; what `write` throws.
  public mutating func copy(_ share: EpochShare, of samples: IndexedSamples) throws {
    for place in 0..<share.count {
      let number = share[place]
      try add(samples.members(at: number), samples.shard(of: number))
    }
  }

  /// Copies all samples of some inputs, mixed by a buffer.
  ///
  /// - Returns: How well they were mixed.
  /// - Throws: As ``copy(_:)``.
  public mutating func copy(
    _ inputs: [String], through buffer: ShuffleBuffer<PendingSample>
  ) throws -> ShuffleQuality {
    var buffer = buffer
    let source = SampleSource(inputs)
    while let sample = try source.next() {
      if let leaving = buffer.exchange(sample) { try add(leaving, source) }
    }
    while let leaving = buffer.drain() { try add(leaving, source) }
    return buffer.quality
  }

  /// Copies the samples of some keys, in their order; the first input that has a key counts.
  ///
  /// - Throws: As ``copy(_:)``; ``ShardError/noSuchKeys(_:)``.
  public mutating func copy(_ keys: [String], of inputs: [String]) throws {
    let inputs = try InputNames.expand(inputs)
    if try inputs.allSatisfy(IndexedSamples.canRead) {
      try ShardSelection(keys, of: IndexedSamples(inputs)).read { try add($0, nil) }
      return
    }
    // A stream passes once: what is asked for is held until its turn.
    var wanted = Set(keys.map(SampleKey.init))
    var found: [SampleKey: (members: SampleMembers, source: String)] = [:]
    let source = SampleSource(inputs)
    while !wanted.isEmpty, let sample = try source.next() {
      let members = try members(of: sample, source)
      let key = SampleKey(sample.key)
      if wanted.remove(key) != nil { found[key] = (members, source.place.input) }
    }
    guard wanted.isEmpty else {
      throw ShardError.noSuchKeys(keys.filter { wanted.contains(SampleKey($0)) })
    }
    for key in keys {
      if let (members, source) = found[SampleKey(key)] { try add(members, source) }
    }
  }

  private mutating func add(_ sample: PendingSample, _ source: SampleSource) throws {
    try add(members(of: sample, source), sample.place)
  }

  private func members(of sample: PendingSample, _ source: SampleSource) throws -> SampleMembers {
    guard case .stored(let members, _) = sample else {
      throw Located(InputError.manifest, path: source.place.input)
    }
    return members
  }

  /// Hands a sample on; a second class table would make a stream that no command takes.
  private mutating func add(_ members: SampleMembers, _ source: String?) throws {
    if let text = members.members.first(where: { $0.fileExtension == "json" })?.data,
      let table = tables.conflict(in: text), let classes = tables.classes
    {
      throw Located(
        ClassTableConflict(classes, table), path: source,
        sample: MemberName.unescape(members.writtenKey))
    }
    try write(members)
  }
}
