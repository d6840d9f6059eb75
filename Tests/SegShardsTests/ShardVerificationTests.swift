import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

@Suite struct ShardVerificationTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func faults(deep: Bool = false) throws -> [Located] {
    var faults: [Located] = []
    var verification = ShardVerification { faults.append($0) }
    verification.isDeep = deep
    verification.jobs = 2
    try verification.check(folder.file("set"))
    return faults
  }

  @Test func aSoundSetHasNoFault() throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    #expect(try faults(deep: true).isEmpty)
  }

  /// One changed bit anywhere, in any file whose bytes are promised, is found.
  @Test(arguments: 0..<60)
  func everyFlippedBitIsFound(seed: UInt64) throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    var random = RandomStream(seed: seed)
    let names = try namesInFolder(folder.file("set")).filter { $0 != "log.jsonl" }
    let name = names[Int(seed) % names.count]
    let path = folder.file("set/" + name)
    var bytes = try readFile(path)
    let position = random.integer(in: 0...(bytes.count - 1))
    bytes[position] ^= 1 << UInt8(random.integer(in: 0...7))
    try AtomicFile.write(bytes, to: path)
    let faults = try faults()
    #expect(!faults.isEmpty, "byte \(position) of \(name)")
    #expect(faults.allSatisfy { $0.path?.hasPrefix(folder.file("set/")) ?? false })
  }

  @Test(arguments: ["shard-000001.tar", "shard-000001.idx", "index.json", "dataset.json"])
  func aMissingFileIsFound(name: String) throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    try removeFile(folder.file("set/" + name))
    let faults = try faults()
    #expect(faults.map(\.path) == [folder.file("set/" + name)])
    #expect(faults.first?.failure as? ShardFault == .missing)
  }

  @Test func aDamagedMemberIsNamed() throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    let path = folder.file("set/shard-000001.tar")
    var bytes = try readFile(path)
    bytes[513 + 128] ^= 4
    try AtomicFile.write(bytes, to: path)
    let named = try faults().map { $0.failure as? ShardFault }
    #expect(named.contains(.changedMember("a/sample%2E4.image.npy")))
  }

  /// A bit of a header, of the padding or of the end: the sample it belongs to is named.
  @Test(arguments: 0..<80)
  func damageBetweenTheDataIsNamed(seed: UInt64) throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    var random = RandomStream(seed: seed)
    let path = folder.file("set/shard-000001.tar")
    var bytes = try readFile(path)
    let index = try #require(try ShardIndex(readFile(folder.file("set/shard-000001.idx"))))
    // Half of them without an index to go by.
    if seed % 2 == 0 { try removeFile(folder.file("set/shard-000001.idx")) }
    let samples = index.samples
    let sample = samples[random.integer(in: 0...(samples.count - 1))]
    let member = sample[random.integer(in: 0...(sample.count - 1))]
    let stop = member.offset + member.size
    let isHeader = seed % 4 < 2 || stop % 512 == 0
    let place =
      isHeader
      ? random.integer(in: (member.offset - 512)...(member.offset - 1))
      : random.integer(in: stop...(stop + (-stop & 511) - 1))
    bytes[place] ^= 1 << UInt8(random.integer(in: 0...7))
    try AtomicFile.write(bytes, to: path)
    let faults = try faults()
    #expect(
      faults.contains { $0.sample == ShardIndex.key(of: sample) }
        || faults.contains { $0.description.contains("\(place / 512 * 512)") },
      "byte \(place): \(faults)")
    if seed % 2 == 1 {
      let expected: ShardFault =
        isHeader ? .changedHeader(member.name) : .changedPadding(member.name)
      #expect(faults.contains { $0.failure as? ShardFault == expected }, "\(faults)")
    }
  }

  @Test func samplesBehindACutAreNamed() throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    let path = folder.file("set/shard-000001.tar")
    let index = try #require(try ShardIndex(readFile(folder.file("set/shard-000001.idx"))))
    try AtomicFile.write(
      Array(try readFile(path).prefix(index.samples[2][0].offset)), to: path)
    let missing = try faults().filter { $0.failure as? ShardFault == .cutOff }.map(\.sample)
    #expect(missing == ["a/sample.6", "a/sample.7"])
  }

  @Test func aChangedIndexNamesTheLineAndTheSample() throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    let path = folder.file("set/shard-000001.idx")
    let text = String(decoding: try readFile(path), as: UTF8.self)
    try AtomicFile.write(
      Array(text.replacing("sample%2E6.json", with: "sample%2E6.jsom").utf8), to: path)
    #expect(
      try faults() == [
        Located(ShardFault.wrongIndex, path: path, line: 4, sample: "a/sample.6")
      ])
  }

  @Test func aShardThatIsNotListedAndAKeyThatStandsTwiceAreFound() throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    try AtomicFile.write(try stream([exampleSample(20)]), to: folder.file("set/more.tar"))
    #expect(try faults().map { $0.failure as? ShardFault } == [.unlisted])
    // Without a description every tar of the folder belongs to the set.
    try AtomicFile.write(try stream([exampleSample(2)]), to: folder.file("set/more.tar"))
    try removeFile(folder.file("set/dataset.json"))
    let first = folder.file("set/more.tar")
    #expect(
      try faults().map { $0.failure as? ShardFault }
        == [.missing, .duplicateKey(first: first)])
  }

  /// `dataset.json` with one change, and the right checksum.
  private func restate(_ old: String, _ new: String) throws {
    let path = folder.file("set/dataset.json")
    let text = String(decoding: try readFile(path), as: UTF8.self)
    #expect(text.contains(old), "\(text)")
    let above = Array(text.utf8.dropLast(28))
    let changed = String(decoding: above, as: UTF8.self).replacing(
      old, with: new, maxReplacements: 1)
    let seal = "\"above\":\"\(XXH64.hash(Array(changed.utf8)).hex)\"}\n"
    try AtomicFile.write(Array((changed + seal).utf8), to: path)
  }

  /// Numbers that a careless tool wrote under a right checksum.
  @Test(arguments: [
    ("label_maps", #""label_maps":9"#, #""label_maps":10"#),
    ("class_images", #""class_images":[9,9,9]"#, #""class_images":[9,8,9]"#),
    ("mean", #""mean":[0."#, #""mean":[0.0"#), ("std", #""std":[0."#, #""std":[0.0"#),
    ("pixels", #""images":9"#, #""images":8"#),
  ])
  func statisticsAreRecomputed(field: String, old: String, new: String) throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    try restate(old, new)
    #expect(try faults().isEmpty)
    let found = try faults(deep: true).map { $0.failure as? ShardFault }
    #expect(found.contains(.wrongStatistics(field)), "\(found)")
  }

  @Test(arguments: StorageForm.allCases, StatisticsScope.allCases)
  func recomputedStatisticsAreThoseOfPacking(store: StorageForm, scope: StatisticsScope) throws {
    var settings = PackingSettings(statistics: scope, shardSamples: 4)
    settings.store = store
    var samples = (0..<9).map { exampleSample($0) }
    try samples[3].storeAsPNG()
    samples[4] = exampleSample(4, classes: nil)
    try pack(samples, into: "set", in: folder, settings: settings)
    #expect(try faults(deep: true).isEmpty)
  }

  /// With `--statistics none` files are copied on the word of their headers; only a deep check finds what
  /// is wrong in them.
  @Test func nothingIsDecodedWhereNothingIsCounted() throws {
    let plain = Raster<UInt8>(
      height: 3, width: 5, channels: 1, values: Array(repeating: 1, count: 15))
    let color = Raster<UInt8>(
      height: 3, width: 5, channels: 3, values: Array(repeating: 1, count: 45))
    let turned = Raster<UInt8>(
      height: 5, width: 3, channels: 1, values: Array(repeating: 1, count: 15))
    var sample = exampleSample(0)
    func pack(mask: [UInt8], _ statistics: StatisticsScope) throws {
      sample.labelMap = .file(mask, extension: "png")
      try SegShardsTests.pack(
        [sample], into: "set", in: folder, settings: PackingSettings(statistics: statistics))
    }
    var mask = try encodePNG(.uint8(plain))
    // In the checksum of the pixels.
    mask[mask.count - 14] ^= 0xFF
    #expect(throws: Located.self) { try pack(mask: mask, .arrays) }
    #expect(throws: Located.self) { try pack(mask: try encodePNG(.uint8(color)), .none) }
    #expect(throws: Located.self) { try pack(mask: try encodePNG(.uint8(turned)), .none) }

    try pack(mask: mask, .none)
    let statistics = try #require(try ShardSet(folder.file("set")).description).statistics
    #expect(statistics.classes.masks == 0 && statistics.classes.pixels == [0, 0, 0])
    #expect(statistics.pixels.isEmpty)
    #expect(try faults().isEmpty)
    #expect(try faults(deep: true).map(\.sample) == [sample.key])
  }

  @Test func aShardNamedOutsideTheFolderIsAFault() throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    try restate(#""name":"shard-000001.tar""#, #""name":"../shard-000001.tar""#)
    let found = try faults().compactMap { $0.failure as? ShardFault }
    #expect(found.contains(.badName("../shard-000001.tar")), "\(found)")
  }

  /// Sums that no machine word holds are refused, not added.
  @Test func countsThatOverflowAreRefused() throws {
    try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    try restate(#""samples":4,"size""#, #""samples":9223372036854775807,"size""#)
    #expect(try faults().contains { $0.failure is JSONError })
    #expect(throws: Located.self) { try ShardSet(folder.file("set")) }
    let error = #expect(throws: (any Error).self) {
      try pack((0..<9).map { exampleSample($0) }, into: "set", in: folder)
    }
    #expect((error as? any SegError)?.exitStatus == .cannotCreate)
  }

  @Test func foreignFoldersAreCheckedForStructureOnly() throws {
    try createFolder(folder.file("set"))
    try AtomicFile.write(
      try stream([exampleSample(0), exampleSample(1)]), to: folder.file("set/a.tar"))
    var notices: [String] = []
    var verification = ShardVerification { Issue.record("\($0)") }
    verification.onNotice = { notices.append($0) }
    try verification.check(folder.file("set/"))
    #expect(verification.samples == 2)
    #expect(notices.count == 1 && notices[0].hasSuffix("only the structure is checked"))
  }

  /// Contents that agree with their checksums, and are wrong nevertheless.
  @Test func decodingFindsWhatChecksumsCannot() throws {
    var sample = exampleSample(0)
    sample.labelMap = .indices(
      .uint8(Raster(height: 3, width: 5, channels: 1, filledWith: UInt8(9))))
    try createFolder(folder.file("set"))
    try AtomicFile.write(try stream([sample]), to: folder.file("set/a.tar"))
    #expect(try faults().isEmpty)
    let deep = try faults(deep: true)
    #expect(deep.last?.sample == "a/sample.0")
    #expect(deep.last?.exitStatus == .badData)
  }
}
