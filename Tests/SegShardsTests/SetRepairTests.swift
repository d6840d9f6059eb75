import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// What is written anew, what is kept, and that no shard is ever touched.
@Suite struct SetRepairTests {
  private let folder: TemporaryFolder
  private let before: [String: [UInt8]]
  init() throws {
    folder = try TemporaryFolder()
    try pack((0..<14).map { exampleSample($0) }, into: "set", in: folder)
    before = try promisedFiles(folder, "set")
  }

  private var set: String { folder.file("set") }

  private func damage(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = try readFile(set + "/" + name)
    change(&bytes)
    try AtomicFile.write(bytes, to: set + "/" + name)
  }

  private func repair() throws -> (isWhole: Bool, notices: [String]) {
    var notices: [String] = []
    var repair = SetRepair(set)
    repair.jobs = 2
    repair.onNotice = { notices.append($0) }
    return (try repair.run(), notices)
  }

  @Test(arguments: [
    ["shard-000001.idx"], ["index.json"], ["dataset.json"],
    ["dataset.json", "index.json", "shard-000000.idx", "shard-000003.idx"],
  ])
  func whatIsGoneIsMadeAnew(names: [String]) throws {
    for name in names { try removeFile(set + "/" + name) }
    let (isWhole, notices) = try repair()
    #expect(isWhole)
    #expect(notices.sorted() == names.map { set + "/\($0): written anew" }.sorted())
    #expect(try promisedFiles(folder, "set") == before)
  }

  /// One flipped bit in any file beside the shards: the set is byte for byte what it was.
  @Test(arguments: 0..<60)
  func aFlippedBitIsMended(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let names = before.keys.filter { !$0.hasSuffix(".tar") }.sorted()
    let name = names[Int(seed) % names.count]
    try damage(name) { bytes in
      bytes[random.integer(in: 0...(bytes.count - 1))] ^= 1 << UInt8(random.integer(in: 0...7))
    }
    let (isWhole, notices) = try repair()
    #expect(isWhole)
    #expect(notices == [set + "/\(name): written anew"])
    #expect(try promisedFiles(folder, "set") == before)
  }

  @Test func withoutTheLogTheStatisticsAreTheSame() throws {
    try removeFile(set + "/dataset.json")
    try removeFile(set + "/log.jsonl")
    #expect(try repair().isWhole)
    let found = try DatasetDescription(readFile(set + "/dataset.json"))
    let stated = try DatasetDescription(try #require(before["dataset.json"]))
    #expect(found.statistics == stated.statistics && found.shards == stated.shards)
    #expect(found.classes == stated.classes && found.settings.name == "shard")
  }

  /// The checksum of the damage must never become the one that is promised.
  @Test(arguments: [true, false])
  func aDamagedShardIsNotBlessed(isDescribed: Bool) throws {
    try damage("shard-000002.tar") { $0[700] ^= 4 }
    if !isDescribed { try damage("dataset.json") { $0[40] ^= 1 } }
    let now = try promisedFiles(folder, "set")
    let (isWhole, notices) = try repair()
    #expect(!isWhole)
    #expect(notices.contains { $0.hasPrefix(set + "/shard-000002.tar: ") })
    #expect(try promisedFiles(folder, "set") == now)
  }

  // MARK: A shard that is gone

  /// Its samples must not vanish from the description because that is damaged too.
  @Test(arguments: [
    "not described", "described", "a field", "no JSON", "its own name", "the line before",
    "every index",
  ])
  func aMissingShardIsNotForgotten(damaged: String) throws {
    try removeFile(set + "/shard-000001.tar")
    var hasName = true
    try damage("dataset.json") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      switch damaged {
      case "a field":
        bytes = Array(text.replacing(#""label_maps":14"#, with: #""label_maps":12"#).utf8)
      case "no JSON": bytes = Array(text.replacing(#""label_maps":"#, with: #""label_maps"#).utf8)
      case "its own name":
        bytes = Array(
          text.replacing(#"{"name":"shard-000001"#, with: #"{"nime":"shard-000001"#).utf8)
        hasName = false
      case "the line before":
        bytes = Array(
          text.replacing("},\n{\"name\":\"shard-000001", with: "},J{\"name\":\"shard-000001").utf8)
      default: break
      }
    }
    switch damaged {
    case "not described": try removeFile(set + "/dataset.json")
    case "every index":
      for name in ["dataset.json", "index.json"] { try removeFile(set + "/" + name) }
    default: break
    }
    let now = try promisedFiles(folder, "set")
    let (isWhole, notices) = try repair()
    #expect(!isWhole)
    #expect(
      notices.contains { $0.contains(": is missing, and cannot be made anew; put it back") })
    #expect(notices.contains { $0.hasPrefix(set + "/shard-000001.tar: is missing") } || !hasName)
    #expect(try promisedFiles(folder, "set") == now)
  }

  /// Only who says so loses samples, and then the set is whole again.
  @Test(arguments: ["described", "damaged", "not described"])
  func aMissingShardIsLeftOutOnDemand(state: String) throws {
    try removeFile(set + "/shard-000001.tar")
    if state == "damaged" { try damage("dataset.json") { $0[40] ^= 1 } }
    if state == "not described" { try removeFile(set + "/dataset.json") }
    var repair = SetRepair(set)
    repair.dropsMissing = true
    #expect(try repair.run())
    var verification = ShardVerification { Issue.record("\($0)") }
    verification.isDeep = true
    try verification.check(set)
    #expect(verification.samples == 10)
    #expect(try !namesInFolder(set).contains("shard-000001.idx"))
  }

  /// What tells of a lost shard when the description is lost too: readers and the check say so.
  @Test(arguments: ["index.json", "its index", "the numbers"])
  func whatTellsOfALostShard(trace: String) throws {
    for name in ["dataset.json", "shard-000001.tar"] { try removeFile(set + "/" + name) }
    if trace != "index.json" { try removeFile(set + "/index.json") }
    if trace != "its index" { try removeFile(set + "/shard-000001.idx") }
    let now = try promisedFiles(folder, "set")
    var faults: [Located] = []
    var verification = ShardVerification { faults.append($0) }
    try verification.check(set)
    #expect(faults.contains(Located(ShardFault.missing, path: set + "/shard-000001.tar")))
    #expect(throws: Located(InputError.lostShard("shard-000001.tar"), path: set)) {
      try ShardSet(set)
    }
    let (isWhole, notices) = try repair()
    #expect(!isWhole && notices.contains { $0.hasPrefix(set + "/shard-000001.tar: is missing") })
    #expect(try promisedFiles(folder, "set") == now)
    var dropping = SetRepair(set)
    dropping.dropsMissing = true
    #expect(try dropping.run())
    // The list says that the gap is meant.
    try removeFile(set + "/dataset.json")
    #expect(try repair().isWhole)
    #expect(try decodedSamples(set).count == 10)
  }

  /// A name that a fault has changed is no missing shard: its checksums are those of one that is there.
  @Test func aChangedNameIsNoMissingShard() throws {
    try damage("dataset.json") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      bytes = Array(text.replacing("shard-000001.tar", with: "shard-000021.tar").utf8)
    }
    #expect(try repair().isWhole)
    #expect(try promisedFiles(folder, "set") == before)
  }

  @Test func aSetThatIsBeingPackedIsLeftAlone() throws {
    try AtomicFile.write([], to: set + "/.segpack-journal.jsonl")
    #expect(throws: Located(ShardFault.unfinished, path: set)) { try repair() }
    try removeFile(set + "/.segpack-journal.jsonl")
    let lock = try FolderLock(set, name: ".segpack-lock", busy: ShardError.folderBusy)
    #expect(throws: Located(ShardError.folderBusy, path: set)) { try repair() }
    lock.release()
  }

  // MARK: Salvage

  private func salvage() throws -> SetSalvage {
    var salvage = SetSalvage(set, into: folder.file("saved"))
    salvage.jobs = 2
    try salvage.run()
    return salvage
  }

  private func savedKeys() throws -> [String] {
    var verification = ShardVerification { Issue.record("\($0)") }
    verification.isDeep = true
    try verification.check(folder.file("saved"))
    return try decodedSamples(folder.file("saved")).map(\.key)
  }

  @Test(arguments: [true, false])
  func goodSamplesAreKept(hasIndex: Bool) throws {
    let samples = try IndexedSamples([set])
    let (data, header) = (samples.entry(at: 5).members[0], samples.entry(at: 9).members[2])
    try damage("shard-000001.tar") { $0[data.offset + 130] ^= 1 }
    try damage("shard-000002.tar") { $0[header.offset - 500] ^= 1 }
    if !hasIndex {
      try removeFile(set + "/shard-000001.idx")
      try removeFile(set + "/shard-000002.idx")
    }
    let now = try promisedFiles(folder, "set")
    let salvage = try salvage()
    #expect(try promisedFiles(folder, "set") == now)
    let kept = try savedKeys()
    // A damaged header alone loses nothing where the index knows what stands behind it; without it
    // nobody can tell whose member is missing.
    let lost = hasIndex ? [5] : [4, 5, 6, 9, 10].filter { $0 != 4 }
    let expected = (0..<14).filter { !lost.contains($0) }.map { "a/sample.\($0)" }
    if hasIndex {
      #expect(kept == expected)
    } else {
      #expect(Set(kept).isDisjoint(with: ["a/sample.5", "a/sample.9"]))
      #expect(kept.count >= 9)
    }
    #expect(salvage.kept == kept.count && salvage.lost == 14 - kept.count)
    for name in ["shard-000000.tar", "shard-000000.idx", "shard-000003.tar"] {
      #expect(try readFile(folder.file("saved/\(name)")) == before[name])
    }
  }

  /// Cut anywhere: what is kept is whole, and nothing before the cut is lost but its own sample.
  @Test(arguments: 0..<20)
  func aCutShardKeepsWhatStandsBeforeTheCut(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let cut = random.integer(in: 0...((before["shard-000001.tar"]?.count ?? 1) - 1100))
    try damage("shard-000001.tar") { $0 = Array($0.prefix(cut)) }
    if seed % 2 == 0 { try removeFile(set + "/shard-000001.idx") }
    _ = try salvage()
    let kept = try savedKeys()
    let whole = try IndexedSamples([folder.file("set.input.tar")])
    let ends = (4..<8).filter { number in
      let offset = whole.entry(at: 4).members[0].offset - 512
      let last = whole.entry(at: number).members[2]
      return last.offset + last.size - offset <= cut
    }
    for number in [0, 3, 8, 13] { #expect(kept.contains("a/sample.\(number)")) }
    let found = (4..<8).filter { kept.contains("a/sample.\($0)") }
    #expect(found == ends || seed % 2 == 0 && found == ends.dropLast(), "\(cut): \(found) \(ends)")
  }

  @Test func salvageNeedsAnEmptyFolder() throws {
    try createFolder(folder.file("saved"))
    try AtomicFile.write([1], to: folder.file("saved/mine"))
    #expect(throws: Located(ShardError.holdsForeignFiles(["mine"]), path: folder.file("saved"))) {
      try salvage()
    }
    #expect(try namesInFolder(folder.file("saved")) == ["mine"])
  }
}
