import SegBasics
import SegSamples

/// Hands on stored samples as they are, without decoding them.
public struct SampleCopying {
  private let write: (SampleMembers) throws -> Void
  private var classes: ClassTable?

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

  /// Copies the samples of some keys, in their order; the first input that has a key counts.
  ///
  /// - Throws: As ``copy(_:)``; ``ShardError/noSuchKeys(_:)``.
  public mutating func copy(_ keys: [String], of inputs: [String]) throws {
    let sets = try inputs.map { $0 == "-" ? nil : try indexed($0) }.compactMap { $0 }
    if sets.count == inputs.count {
      try ShardSelection(keys, in: sets).read { try add($0, nil) }
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

  /// A set or shard that can be read in any order; nil for a pipe.
  private func indexed(_ path: String) throws -> ShardSet? {
    if let kind = try fileStatus(path)?.kind, kind == .other { return nil }
    return try ShardSet(path)
  }

  private func members(of sample: PendingSample, _ source: SampleSource) throws -> SampleMembers {
    guard case .stored(let members, _) = sample else {
      throw Located(InputError.manifest, path: source.place.input)
    }
    return members
  }

  /// Hands a sample on; a second class table would make a stream that no command takes.
  private mutating func add(_ members: SampleMembers, _ source: String?) throws {
    // Damaged metadata are copied like everything else; who reads them will say so.
    if let text = members.members.first(where: { $0.fileExtension == "json" })?.data,
      let table = try? SampleMetadata.decode(text).metadata.classes
    {
      if let classes, classes != table {
        throw Located(
          ClassTableConflict(classes, table), path: source,
          sample: MemberName.unescape(members.writtenKey))
      }
      classes = table
    }
    try write(members)
  }
}
