import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

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

  /// Contents that agree with their checksums, and are wrong nevertheless.
  @Test func decodingFindsWhatChecksumsCannot() throws {
    var sample = exampleSample(0)
    sample.labelMap = .indices(
      .uint8(Raster(height: 3, width: 5, channels: 1, filledWith: UInt8(9))))
    try createFolder(folder.file("set"))
    try AtomicFile.write(try stream([sample]), to: folder.file("set/a.tar"))
    #expect(try faults().count == 1)
    let deep = try faults(deep: true)
    #expect(deep.last?.sample == "a/sample.0")
    #expect(deep.last?.exitStatus == .badData)
  }
}
