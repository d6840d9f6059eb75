import SegBasics
import SegSamples

extension SampleIndex {
  /// The name of the cache in the folder of a set.
  static let fileName = ".segindex"

  /// Sets of fewer samples are indexed anew each time, which takes less than a tenth of a second.
  static let fewestCached = 1 << 14

  /// The index of a set, a folder of foreign shards, or one shard.
  ///
  /// Taken from the cache in the folder where that is fresh, else made from the indexes beside the
  /// shards, or from the shards; then a cache of a large set is left for the next time, if it can be.
  ///
  /// - Throws: As `ShardSet`; `Located` ``ShardError`` or `TarError`.
  static func open(_ path: String, jobs: Int = availableProcessors()) throws -> SampleIndex {
    guard try fileStatus(path)?.kind == .folder else {
      return try SampleIndex(building: ShardSet(path), digest: 0, jobs: jobs)
    }
    let names = try namesInFolder(path)
    guard !names.contains(PackingJournal.fileName) else {
      throw Located(InputError.unfinished(path), path: path)
    }
    let cache = pathInside(path, fileName)
    // What changes while it is looked at has another digest the next time.
    let digest = try sourceDigest(path, names)
    if names.contains(fileName), let index = SampleIndex(cache: cache, digest: digest) {
      return index
    }
    let index = try SampleIndex(building: ShardSet(path), digest: digest, jobs: jobs)
    if index.count >= fewestCached { try? index.write(to: cache) }
    return index
  }

  /// Makes the index of a set from those of its shards.
  init(building set: ShardSet, digest: UInt64, jobs: Int) throws {
    let shards = Array(set.shards.enumerated())
    let records = set.description?.shards
    let parts = try orderedParallelMap(shards, jobs: jobs) { number, shard in
      try Part(shard, record: records?[number])
    }
    self = try locating(path: set.path) { try SampleIndex(parts, digest: digest) }
  }

  /// Maps a cache; nil when it is damaged, of another version, or made from something else.
  init?(cache path: String, digest: UInt64) {
    guard let file = try? MappedFile(path: path), file.count >= IndexLayout.header else {
      return nil
    }
    let words = file.withUnsafeBytes { bytes in
      (0..<(IndexLayout.header / 8)).map { bytes.load(fromByteOffset: 8 * $0, as: UInt64.self) }
    }
    guard words[0] == IndexLayout.magic, words[1] == IndexLayout.version, words[3] == digest
    else { return nil }
    let counts = words[4..<13].compactMap { Int(exactly: $0) }
    guard counts.count == 9,
      let layout = IndexLayout(
        IndexLayout.Counts(
          shards: counts[0], samples: counts[1], members: counts[2], extensions: counts[3],
          oddNames: counts[4], slots: counts[5], keyBytes: counts[6], textBytes: counts[7],
          repeated: counts[8])),
      layout.size == file.count, layout.counts.shards > 0
    else { return nil }
    let checksum = file.withUnsafeBytes {
      XXH64.hash(UnsafeRawBufferPointer(rebasing: $0[IndexLayout.uncovered...]))
    }
    guard checksum == words[2] else { return nil }
    self.init(file, layout)
  }

  /// Writes the cache; it need not outlive a power failure, for it can be made again.
  func write(to path: String) throws {
    let file = try AtomicFile(path)
    try block.withUnsafeBytes { try file.write($0) }
    try file.commit(durably: false)
  }

  /// A number made of size and time of every file the index is made from, and of the checksum at the
  /// end of `dataset.json`.
  private static func sourceDigest(_ folder: String, _ names: [String]) throws -> UInt64 {
    var hash = XXH64()
    for name in names where !name.hasPrefix(".") {
      let isDescription = name == DatasetDescription.fileName
      guard isDescription || name.hasSuffix(".tar") || name.hasSuffix(".idx") else { continue }
      let path = pathInside(folder, name)
      let status = try fileStatus(path)
      hash.add(name)
      hash.add(UInt64(bitPattern: Int64(status?.size ?? -1)))
      hash.add(UInt64(bitPattern: status?.modified ?? -1))
      if isDescription {
        try MappedFile(path: path).withUnsafeBytes {
          hash.add(UnsafeRawBufferPointer(rebasing: $0.suffix(64)))
        }
      }
    }
    return hash.value
  }
}

extension SampleIndex.Part {
  /// Reads the index of a shard, or makes it of the shard where that is missing or damaged.
  ///
  /// - Throws: `Located` ``ShardError`` or `TarError`; `SystemError`.
  init(_ shard: String, record: ShardRecord?) throws {
    let file = try mappedShard(shard)
    let slash = shard.utf8.lastIndex(of: UInt8(ascii: "/"))
    name = slash.map { String(shard[shard.utf8.index(after: $0)...]) } ?? shard
    size = file.count
    var piece = try Self.dali(shard, file, record: record)
    if piece == nil {
      piece = try locating(path: shard) {
        try file.withUnsafeBytes { try IndexPiece(scanning: $0) }
      }
    }
    guard var found = piece else { preconditionFailure("a shard was looked through") }
    if let record {
      guard found.keyEnds.count == record.samples,
        let checksums = HexList.values(record.members), found.take(checksums: checksums)
      else { throw Located(InputError.changedShard(member: nil), path: shard) }
    }
    self.piece = found
  }

  /// What stands in the index beside a shard; nil when it is of no use.
  ///
  /// Where nothing vouches for it, it has to be no older than the shard, and to list all of it.
  private static func dali(
    _ shard: String, _ file: MappedFile, record: ShardRecord?
  ) throws -> IndexPiece? {
    let beside = ShardSet.indexPath(of: shard)
    guard beside != shard, try fileStatus(beside)?.kind == .file else { return nil }
    if record == nil, try !isAsNew(beside, as: shard) { return nil }
    return try MappedFile(path: beside).withUnsafeBytes { text in
      // The shard itself says what a damaged index does not.
      if let record {
        guard XXH64.hash(text).hex == record.index else { return nil }
        return try locating(path: beside) { try IndexPiece(dali: text) }
      }
      let piece = try? IndexPiece(dali: text)
      return piece.flatMap { piece in file.withUnsafeBytes(piece.covers) ? piece : nil }
    }
  }
}
