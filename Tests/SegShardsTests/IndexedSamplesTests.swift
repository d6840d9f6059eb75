import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// Samples found by number and by key, through indexes, caches and damaged ones of both.
@Suite struct IndexedSamplesTests {
  private let folder: TemporaryFolder
  private let samples = (0..<14).map { exampleSample($0) }
  init() throws {
    folder = try TemporaryFolder()
    try pack(samples, into: "set", in: folder)
  }

  private var set: String { folder.file("set") }

  /// What reading the set from its beginning gives.
  private func streamed(_ path: String) throws -> [String: [[UInt8]]] {
    var found: [String: [[UInt8]]] = [:]
    let source = SampleSource([path])
    while let pending = try source.next() {
      guard case .stored(let members, _) = pending else { continue }
      found[pending.key] = members.members.map(\.data)
    }
    return found
  }

  private func check(_ indexed: IndexedSamples, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let expected = try streamed(set)
    #expect(indexed.count == 14, sourceLocation: sourceLocation)
    for number in [3, 13, 0, 7, 7, 12] {
      let key = samples[number].key
      #expect(indexed.number(of: key) == number, sourceLocation: sourceLocation)
      #expect(indexed.key(at: number) == key, sourceLocation: sourceLocation)
      let inPlace = try indexed.sample(at: number)
      #expect(
        inPlace.members.map { $0.data.copy } == expected[key], sourceLocation: sourceLocation)
      #expect(
        try indexed.members(at: number).members.map(\.data) == expected[key],
        sourceLocation: sourceLocation)
    }
    #expect(indexed.number(of: "a/sample") == nil, sourceLocation: sourceLocation)
    #expect(indexed.number(of: "") == nil, sourceLocation: sourceLocation)
  }

  @Test func samplesAreThoseOfTheStream() throws {
    let indexed = try IndexedSamples([set])
    try check(indexed)
    #expect(indexed.repeatedKey == nil)
    let shard = try IndexedSamples([set + "/shard-000001.tar"])
    #expect((0..<4).map(shard.key) == samples[4..<8].map(\.key))
    #expect(try !namesInFolder(set).contains(".segindex"))
  }

  @Test func severalInputsCountOn() throws {
    try pack([exampleSample(3), exampleSample(40)], into: "more", in: folder)
    let both = try IndexedSamples([set, folder.file("more")])
    #expect(both.count == 16)
    #expect(both.number(of: samples[3].key) == 3)
    #expect(both.key(at: 15) == "a/sample.40")
    #expect(try both.sample(at: 14).key == samples[3].key)
    #expect(both.repeatedKey?.key == samples[3].key)
    #expect(both.repeatedKey?.shard == folder.file("more/shard-000000.tar"))
    #expect(throws: Located(InputError.repeatedKey(samples[3].key), path: both.shard(of: 14))) {
      try KeyedSamples([set, folder.file("more")])
    }
  }

  @Test func everyNumberIsOfItsPart() throws {
    let parts = (0..<4).map { set + "/shard-00000\($0).tar" }
    let indexed = try IndexedSamples(parts + parts)
    #expect((0..<28).map(indexed.key) == (samples + samples).map(\.key))
    #expect((0..<14).map(indexed.shard) == (0..<14).map { parts[$0 / 4] })
  }

  /// Names as other programs write them come back as they are.
  @Test func foreignNames() throws {
    let sink = MemorySink()
    var writer = TarWriter(sink)
    for name in ["./d/a%2Eb.PNG", "./d/a%2Eb.json", "./d/x y.png"] {
      try writer.add(name: name, data: Array(name.utf8))
    }
    try writer.finish()
    try AtomicFile.write(sink.bytes, to: folder.file("foreign.tar"))
    let indexed = try IndexedSamples([folder.file("foreign.tar")])
    #expect(indexed.count == 2)
    #expect(indexed.number(of: "d/a.b") == 0)
    #expect(indexed.number(of: "d/x y") == 1)
    #expect(indexed.entry(at: 0).members.map(\.name) == ["./d/a%2Eb.PNG", "./d/a%2Eb.json"])
    #expect(indexed.entry(at: 0).members.map(\.fileExtension) == ["png", "json"])
    #expect(try indexed.sample(at: 1).member("png")?.copy == Array("./d/x y.png".utf8))
  }

  // MARK: Outdated indexes of foreign shards

  /// A shard of some samples with the index of others beside it, no older than the shard.
  private func foreign(_ samples: [Sample], indexOf others: [Sample]) throws -> String {
    try createFolder(folder.file("foreign"))
    let path = folder.file("foreign/a.tar")
    try AtomicFile.write(try stream(others), to: path)
    let index = try ShardIndex(scanning: path)
    try AtomicFile.write(try stream(samples), to: path)
    try AtomicFile.write(index.encoded(), to: folder.file("foreign/a.idx"))
    return path
  }

  @Test(arguments: [0..<1, 0..<7, 1..<8, 0..<8, 0..<9])
  func samplesAnOutdatedIndexLeavesOutAreFound(indexed: Range<Int>) throws {
    let path = try foreign(
      Array(samples[0..<8]), indexOf: (0..<14).filter(indexed.contains).map { samples[$0] })
    for input in [path, folder.file("foreign")] {
      let found = try IndexedSamples([input])
      #expect((0..<found.count).map(found.key) == samples[0..<8].map(\.key), "\(input)")
      for number in 0..<found.count { _ = try found.sample(at: number) }
    }
  }

  /// One sample in the middle that the index jumps over.
  @Test func aGapInAnIndexIsSeen() throws {
    let path = try foreign(Array(samples[0..<6]), indexOf: Array(samples[0..<6]))
    var index = try ShardIndex(scanning: path)
    index.samples.remove(at: 3)
    try AtomicFile.write(index.encoded(), to: folder.file("foreign/a.idx"))
    #expect(try IndexedSamples([path]).number(of: samples[3].key) == 3)
  }

  /// Two archives in one file, long names and what is no sample between: the index lists all of it.
  @Test func anIndexThatListsAllIsTaken() throws {
    var long = samples[1]
    long.key = String(repeating: "long/", count: 40) + "x"
    let sink = MemorySink()
    var writer = TarWriter(sink)
    try writer.add(name: "README", data: [1])
    for member in try long.members() { try writer.add(name: member.name, data: member.data) }
    try writer.add(name: "notes", data: [1])
    try writer.finish()
    let path = folder.file("two.tar")
    try AtomicFile.write(try stream([samples[0]]) + sink.bytes, to: path)
    let bytes = try readFile(path)
    let index = try ShardIndex(scanning: path)
    #expect(index.samples.count == 2)
    #expect(bytes.withUnsafeBytes(index.covers))
    #expect(!bytes.dropLast(1024).withUnsafeBytes(index.covers))
  }

  @Test func anIndexOlderThanTheShardIsNotTaken() throws {
    let others = samples[0..<4].map { sample in
      var sample = sample
      sample.key = "b" + sample.key.dropFirst()
      return sample
    }
    let path = try foreign(Array(samples[0..<4]), indexOf: others)
    // Of the same form to the byte: only the time tells.
    #expect(try shell("touch -d '2001-01-01' foreign/a.idx", in: folder).status == 0)
    #expect(try IndexedSamples([path]).key(at: 2) == samples[2].key)
  }

  // MARK: Keys as long as they are packed

  @Test(arguments: [90, 101, 4000, 4700, 70_000, 1_040_000])
  func longKeysAreFound(length: Int) throws {
    let key = "k/" + String(repeating: "e", count: length - 2)
    try pack([samples[0], exampleSample(1, key: key), samples[2]], into: "long", in: folder)
    let found = try IndexedSamples([folder.file("long")])
    #expect(found.number(of: key) == 1)
    #expect(try found.members(at: 1).members.count == 3)
    #expect(try decodedSamples(folder.file("long")).map(\.key)[1] == key)
  }

  /// What no reader would take is not packed.
  @Test func longerKeysAreRefused() throws {
    let key = String(repeating: "e", count: 1 << 20)
    let input = folder.file("in.jsonl")
    var picture = exampleSample(1)
    try picture.storeAsPNG()
    guard case .file(let bytes, _) = picture.image else { return }
    try AtomicFile.write(bytes, to: folder.file("a.png"))
    try AtomicFile.write(
      Array("{\"key\":\"\(key)\",\"image\":\"\(folder.file("a.png"))\"}\n".utf8), to: input)
    let packing = ShardPacking(inputs: [input], folder: folder.file("longer"))
    let error = #expect(throws: (any Error).self) { try packing.run() }
    #expect("\(error.map { "\($0)" } ?? "")".contains("the key has 1048576 bytes"))
  }

  // MARK: The cache

  private func digest() -> UInt64 { 77 }

  private func cached() throws -> SampleIndex {
    let index = try SampleIndex(building: ShardSet(set), digest: digest(), jobs: 2)
    try index.write(to: folder.file("cache"))
    return index
  }

  @Test func theCacheIsTheIndex() throws {
    let index = try cached()
    let mapped = try #require(SampleIndex(cache: folder.file("cache"), digest: digest()))
    #expect(index.block.withUnsafeBytes { Array($0) } == (try readFile(folder.file("cache"))))
    #expect((0..<14).map(mapped.writtenKey) == (0..<14).map(index.writtenKey))
    #expect(mapped.number(of: samples[9].key) == 9)
    #expect(SampleIndex(cache: folder.file("cache"), digest: 78) == nil)
  }

  /// Jobs do not change a byte of it.
  @Test func theCacheIsTheSameAtAnyJobs() throws {
    let blocks = try [1, 2, 5].map { jobs in
      try SampleIndex(building: ShardSet(set), digest: 1, jobs: jobs)
        .block.withUnsafeBytes { Array($0) }
    }
    #expect(blocks[0] == blocks[1] && blocks[0] == blocks[2])
  }

  @Test(arguments: 0..<40)
  func aDamagedCacheIsIgnored(seed: UInt64) throws {
    _ = try cached()
    var random = RandomStream(seed: seed)
    var bytes = try readFile(folder.file("cache"))
    if seed % 4 == 0 {
      bytes = Array(bytes.prefix(random.integer(in: 0...(bytes.count - 1))))
    } else {
      bytes[random.integer(in: 0...(bytes.count - 1))] ^= 1 << UInt8(random.integer(in: 0...7))
    }
    try AtomicFile.write(bytes, to: folder.file("cache"))
    #expect(SampleIndex(cache: folder.file("cache"), digest: digest()) == nil)
  }

  /// Nonsense under a right checksum must not lead out of the block.
  @Test(arguments: 0..<200)
  func aForgedCacheLeadsNowhere(seed: UInt64) throws {
    _ = try cached()
    var random = RandomStream(seed: seed)
    var bytes = try readFile(folder.file("cache"))
    for _ in 0..<4 {
      let place = 24 + random.integer(in: 0...(bytes.count - 32)) / 8 * 8
      for offset in 0..<8 { bytes[place + offset] = UInt8(random.integer(in: 0...255)) }
    }
    let digest = bytes.withUnsafeBytes { $0.load(fromByteOffset: 24, as: UInt64.self) }
    withUnsafeBytes(of: XXH64.hash(Array(bytes[24...]))) {
      bytes.replaceSubrange(16..<24, with: $0)
    }
    try AtomicFile.write(bytes, to: folder.file("cache"))
    guard let index = SampleIndex(cache: folder.file("cache"), digest: digest) else { return }
    let forged = IndexedSamples(index, path: set)
    for number in 0..<min(forged.count, 50) {
      _ = forged.key(at: number)
      _ = forged.number(of: samples[number % 14].key)
      _ = try? forged.sample(at: number)
      _ = try? forged.members(at: number)
      _ = forged.entry(at: number)
    }
  }

  // MARK: Damaged sets

  @Test func aDamagedIndexIsMadeAnewOfTheShard() throws {
    for name in ["shard-000000.idx", "shard-000002.idx"] {
      var bytes = try readFile(set + "/" + name)
      bytes[30] ^= 1
      try AtomicFile.write(bytes, to: set + "/" + name)
    }
    try removeFile(set + "/shard-000001.idx")
    try check(IndexedSamples([set]))
  }

  @Test func changedBytesAreFoundWhenAMemberIsCopied() throws {
    let entry = try IndexedSamples([set]).entry(at: 5)
    var bytes = try readFile(entry.shard)
    bytes[entry.members[0].offset + 130] ^= 1
    try AtomicFile.write(bytes, to: entry.shard)
    let indexed = try IndexedSamples([set])
    let error = #expect(throws: Located.self) { try indexed.members(at: 5) }
    #expect(error?.sample == samples[5].key)
    #expect(
      error?.failure as? InputError == .changedShard(member: "a/sample%2E5.image.npy"))
    _ = try indexed.members(at: 6)
  }

  @Test func aShardThatIsNotTheIndexedOneIsRefused() throws {
    let indexed = try IndexedSamples([set])
    try AtomicFile.write(
      try readFile(set + "/shard-000001.tar"), to: set + "/shard-000002.tar")
    let error = #expect(throws: Located.self) { try indexed.sample(at: 9) }
    #expect(error?.failure as? ShardError == .staleIndex(shard: set + "/shard-000002.tar"))
    _ = try indexed.sample(at: 5)
  }

  @Test func aSetThatIsNotWholeIsRefused() throws {
    try AtomicFile.write([], to: set + "/.segpack-journal.jsonl")
    #expect(throws: Located(InputError.unfinishedSet, path: set)) { try IndexedSamples([set]) }
  }
}
