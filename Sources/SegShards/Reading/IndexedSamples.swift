import SegBasics
import SegSamples
import Synchronization

/// The samples of shard sets and shards, found by number or by key, in any order and as often as wanted.
///
/// Opening reads indexes only; a set of a million samples is open in a fraction of a second. Samples are
/// read in place: shards stay mapped once they were looked at. Any number of threads may read at once.
public final class IndexedSamples: Sendable {
  /// One input.
  struct Part: Sendable {
    let path: String
    let isFolder: Bool
    let index: SampleIndex
    /// The extensions of all members, in the order of the index.
    let extensions: [String]
    /// The number of its first sample.
    let start: Int
    /// The number of its first shard among those of all parts.
    let firstShard: Int
  }

  let parts: [Part]
  private let shards: Mutex<[ShardReader?]>
  /// Samples of all inputs.
  public let count: Int

  /// Opens shard sets, folders of foreign shards and shards.
  ///
  /// - Throws: `Located` ``InputError``, ``ShardError``, `TarError` or `JSONError`; `SystemError`.
  public init(_ paths: [String]) throws {
    var parts: [Part] = []
    var count = 0
    var shardCount = 0
    for path in try InputNames.expand(paths) {
      let index = try SampleIndex.open(path)
      parts.append(
        Part(
          path: path, isFolder: try fileStatus(path)?.kind == .folder, index: index,
          extensions: index.extensions, start: count, firstShard: shardCount))
      count += index.count
      shardCount += index.shardCount
    }
    self.parts = parts
    self.count = count
    shards = Mutex(Array(repeating: nil, count: shardCount))
  }

  /// Whether an input is a set or a shard that can be read in any order, and no pipe or command.
  ///
  /// - Throws: `SystemError`; `Located` ``InputError/tooManyInputs(_:)``.
  public static func canRead(_ input: String) throws -> Bool {
    try InputNames.expand(input).allSatisfy { name in
      guard name != "-", InputNames.command(of: name) == nil else { return false }
      return try InputNames.status(name)?.kind != .other && !MemberFolder.stands(at: name)
    }
  }

  /// The samples of one set whose index is known.
  init(_ index: SampleIndex, path: String) {
    parts = [
      Part(
        path: path, isFolder: true, index: index, extensions: index.extensions, start: 0,
        firstShard: 0)
    ]
    count = index.count
    shards = Mutex(Array(repeating: nil, count: index.shardCount))
  }

  /// The first key that stands a second time.
  ///
  /// - Complexity: Constant for one input, else that of looking all keys up.
  public var repeatedKey: (key: String, shard: String)? {
    for (place, part) in parts.enumerated() {
      if let number = part.index.repeated { return repeated(number, part) }
      guard place > 0 else { continue }
      for number in 0..<part.index.count {
        let key = MemberName.unescape(part.index.writtenKey(number))
        if parts[..<place].contains(where: { $0.index.number(of: key) != nil }) {
          return repeated(number, part)
        }
      }
    }
    return nil
  }

  private func repeated(_ number: Int, _ part: Part) -> (key: String, shard: String) {
    (
      MemberName.unescape(part.index.writtenKey(number)),
      path(of: part.index.shardNumber(of: number), part)
    )
  }

  /// The number of a sample by its key, from 0; of several the first.
  public func number(of key: String) -> Int? {
    for part in parts {
      if let number = part.index.number(of: key) { return part.start + number }
    }
    return nil
  }

  /// The key of a sample.
  ///
  /// - Precondition: The number is in `0 ..< count`.
  public func key(at number: Int) -> String {
    let (part, sample) = place(number)
    return MemberName.unescape(part.index.writtenKey(sample))
  }

  /// The path of the shard a sample is in.
  ///
  /// - Precondition: The number is in `0 ..< count`.
  public func shard(of number: Int) -> String {
    let (part, sample) = place(number)
    return path(of: part.index.shardNumber(of: sample), part)
  }

  /// A sample in place; only its headers have been looked at.
  ///
  /// - Precondition: The number is in `0 ..< count`.
  /// - Throws: `Located` ``ShardError/staleIndex(shard:)``; `SystemError`.
  public func sample(at number: Int) throws -> MappedSample {
    let (part, sample) = place(number)
    let shard = try reader(of: sample, part)
    let key = part.index.writtenKey(sample)
    let members = try part.index.members(of: sample).map { member in
      MappedSample.Member(
        fileExtension: part.fileExtension(of: member),
        data: try data(of: member, sample, part, shard))
    }
    return MappedSample(shard: shard.path, writtenKey: key, members: members)
  }

  /// The members of a sample, copied and compared with the checksums `dataset.json` has of them.
  ///
  /// - Precondition: The number is in `0 ..< count`.
  /// - Throws: `Located` ``ShardError/staleIndex(shard:)``, ``InputError/changedShard(member:)`` or
  ///   `SampleError`; `SystemError`.
  public func members(at number: Int) throws -> SampleMembers {
    let found = try self.sample(at: number)
    let (part, sample) = place(number)
    for (member, numbered) in zip(found.members, part.index.members(of: sample)) {
      let place = part.index.member(numbered)
      guard place.hasChecksum else { continue }
      guard member.data.withUnsafeBytes({ XXH64.hash($0) }) == place.checksum else {
        let name = String(
          decoding: part.index.name(of: numbered, sample: sample), as: UTF8.self)
        throw Located(
          InputError.changedShard(member: name), path: found.shard, sample: found.key)
      }
    }
    return try found.copied()
  }

  /// What the index says of a sample.
  ///
  /// - Precondition: The number is in `0 ..< count`.
  public func entry(at number: Int) -> (shard: String, members: [ShardIndex.Member]) {
    let (part, sample) = place(number)
    let members = part.index.members(of: sample).map { member in
      let place = part.index.member(member)
      return ShardIndex.Member(
        fileExtension: part.fileExtension(of: member),
        offset: Int(truncatingIfNeeded: place.offset), size: Int(place.size),
        name: String(decoding: part.index.name(of: member, sample: sample), as: UTF8.self))
    }
    return (path(of: part.index.shardNumber(of: sample), part), members)
  }

  // MARK: Places

  /// The input a sample is of, and its number there.
  func place(_ number: Int) -> (part: Part, sample: Int) {
    precondition((0..<count).contains(number), "sample \(number) of \(count)")
    // The last part that begins at the number or before it; those without samples begin where the next
    // does, and are passed over.
    var low = 0
    var high = parts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if parts[middle].start <= number { low = middle } else { high = middle }
    }
    return (parts[low], number - parts[low].start)
  }

  private func path(of shard: Int, _ part: Part) -> String {
    part.isFolder ? pathInside(part.path, part.index.shard(shard).name) : part.path
  }

  /// The shard a sample is in, mapped when it is first needed.
  func reader(of sample: Int, _ part: Part) throws -> ShardReader {
    let number = part.index.shardNumber(of: sample)
    if let reader = shards.withLock({ $0[part.firstShard + number] }) { return reader }
    let path = path(of: number, part)
    let (name, size) = part.index.shard(number)
    let reader = try ShardReader(path)
    guard reader.size == size, !name.utf8.contains(UInt8(ascii: "/")) else {
      throw Located(ShardError.staleIndex(shard: path), path: path)
    }
    shards.withLock { shards in
      // The system maps only so many files at once.
      if shards.count > Self.mostMapped, shards.count(where: { $0 != nil }) >= Self.mostMapped {
        for place in shards.indices { shards[place] = nil }
      }
      shards[part.firstShard + number] = reader
    }
    return reader
  }

  /// The most shards that are mapped at once.
  private static let mostMapped = 1 << 14

  /// The data of a member in place, its header looked at.
  func data(
    of member: Int, _ sample: Int, _ part: Part, _ shard: ShardReader
  ) throws -> MappedBytes {
    let place = part.index.member(member)
    let name = part.index.name(of: member, sample: sample)
    guard
      let data = name.withUnsafeBytes({
        shard.bytes(at: Int(truncatingIfNeeded: place.offset), size: Int(place.size), name: $0)
      })
    else {
      throw Located(
        ShardError.staleIndex(shard: shard.path), path: shard.path,
        sample: MemberName.unescape(part.index.writtenKey(sample)))
    }
    return data
  }
}

extension IndexedSamples.Part {
  /// The extension of a member, in lower case.
  func fileExtension(of member: Int) -> String {
    let number = Int(index.member(member).fileExtension)
    return number < extensions.count ? extensions[number] : ""
  }
}
