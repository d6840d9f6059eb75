import SegBasics
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// How many samples a salvage says are lost, which it keeps, and what a killed one leaves.
@Suite struct SetSalvageTests {
  private let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try pack((0..<14).map { exampleSample($0) }, into: "set", in: folder)
  }

  private var set: String { folder.file("set") }
  private var saved: String { folder.file("saved") }

  private func salvage() throws -> (kept: Int, lost: Int) {
    var salvage = SetSalvage(set, into: saved)
    try salvage.run()
    return (salvage.kept, salvage.lost)
  }

  private func keys() throws -> [Int] {
    var verification = ShardVerification { Issue.record("\($0)") }
    verification.isDeep = true
    try verification.check(saved)
    return try decodedSamples(saved).compactMap { Int($0.key.dropFirst(9)) }
  }

  private func rename(_ from: String, _ to: String) throws {
    try renameFile(folder.file("set/" + from), to: folder.file("set/" + to))
  }

  private func edit(_ name: String, _ change: (String) -> String) throws {
    let text = String(decoding: try readFile(folder.file("set/" + name)), as: UTF8.self)
    try AtomicFile.write(Array(change(text).utf8), to: folder.file("set/" + name))
  }

  /// A description that names a file elsewhere decides on nothing there.
  @Test func aNameThatLeadsOutOfTheFolderIsNotWrittenTo() throws {
    let victim = folder.file("victim.tar")
    try AtomicFile.write([1, 2, 3], to: victim)
    let path = set + "/dataset.json"
    let text = String(decoding: try readFile(path), as: UTF8.self)
      .replacing("shard-000001.tar", with: "../victim.tar")
    let above =
      Array(text.utf8.prefix(upTo: try #require(text.utf8.lastIndex(of: UInt8(ascii: ",")))))
      + [UInt8(ascii: ","), UInt8(ascii: "\n")]
    try AtomicFile.write(above + Seal.ending(above) + [UInt8(ascii: "\n")], to: path)
    #expect(DatasetDescription.isIntact(try readFile(path)))
    #expect(try salvage().kept == 14)
    #expect(try readFile(victim) == [1, 2, 3])
    #expect(try namesInFolder(saved).contains("shard-000001.tar"))
  }

  // MARK: What is lost

  @Test(arguments: [
    [], ["dataset.json"], ["dataset.json", "index.json"], ["dataset.json", "shard-000001.idx"],
    ["shard-000001.idx"],
  ])
  func aShardThatIsGoneIsCounted(lost: [String]) throws {
    try removeFile(set + "/shard-000001.tar")
    for name in lost { try removeFile(folder.file("set/" + name)) }
    let (kept, missing) = try salvage()
    #expect(kept == 10 && missing == 4)
  }

  @Test(arguments: [true, false])
  func aCutShardIsCountedToItsEnd(isDescribed: Bool) throws {
    let path = set + "/shard-000001.tar"
    let second = try ShardIndex(scanning: path).samples[1][0].offset
    try AtomicFile.write(Array(try readFile(path)[..<second]), to: path)
    if !isDescribed { try removeFile(set + "/dataset.json") }
    let (kept, lost) = try salvage()
    // Without a description nobody can tell that nothing is missing behind the first.
    #expect(kept == (isDescribed ? 11 : kept) && kept + lost == 14 && kept >= 10)
  }

  @Test(arguments: [true, false])
  func aCopyIsNothingLost(isDescribed: Bool) throws {
    try AtomicFile.write(
      try readFile(set + "/shard-000000.tar"), to: set + "/shard-000004.tar")
    if !isDescribed { try removeFile(set + "/dataset.json") }
    let (kept, lost) = try salvage()
    #expect(kept == 14 && lost == 0)
    #expect(try keys() == Array(0..<14))
  }

  /// What is damaged in one place and whole in the other is kept.
  @Test func aCopyMakesUpForADamagedShard() throws {
    let path = set + "/shard-000000.tar"
    var bytes = try readFile(path)
    try AtomicFile.write(bytes, to: set + "/shard-000004.tar")
    bytes[try ShardIndex(scanning: path).samples[2][0].offset + 9] ^= 1
    try AtomicFile.write(bytes, to: path)
    let (kept, lost) = try salvage()
    #expect(kept == 14 && lost == 0)
    #expect(try keys() == Array(0..<14))
  }

  // MARK: What is kept

  /// A fault in one of the checksums of the description is none of the shard that the other proves.
  @Test func aFaultyMemberChecksumLosesNothing() throws {
    try edit("dataset.json") { text in
      guard let place = text.firstRange(of: #""members":""#)?.upperBound else { return text }
      var text = text
      let next = text.index(after: place)
      text.replaceSubrange(place..<next, with: text[place] == "0" ? "1" : "0")
      return text
    }
    let (kept, lost) = try salvage()
    #expect(kept == 14 && lost == 0)
  }

  @Test(arguments: [true, false])
  func swappedShardsAreAllThere(isDamaged: Bool) throws {
    try rename("shard-000000.tar", "x")
    try rename("shard-000001.tar", "shard-000000.tar")
    try rename("x", "shard-000001.tar")
    if isDamaged {
      // The last byte of the last member's data of what is now called the second.
      let path = set + "/shard-000001.tar"
      let member = try #require(try ShardIndex(scanning: path).samples.last?.last)
      var bytes = try readFile(path)
      bytes[member.offset + member.size - 1] ^= 1
      try AtomicFile.write(bytes, to: path)
    }
    let (kept, lost) = try salvage()
    #expect(kept == (isDamaged ? 13 : 14) && lost == (isDamaged ? 1 : 0))
    if !isDamaged { #expect(try keys() == Array(0..<14)) }
  }

  /// The journal of an interrupted run proves what it had finished.
  @Test func theFinishedShardsOfAnInterruptedRunAreKept() throws {
    let samples = (0..<9).map { exampleSample($0) }
    let broken = Sample(key: "broken", image: .file([1, 2, 3], extension: "png"))
    #expect(throws: (any Error).self) { try pack(samples + [broken], into: "cut", in: folder) }
    var salvage = SetSalvage(folder.file("cut"), into: saved)
    try salvage.run()
    #expect(salvage.kept == 8 && salvage.lost == 0)
    #expect(try keys() == Array(0..<8))
  }

  // MARK: A run that is killed

  @Test func aKilledSalvageSaysSoAndBeginsAgain() throws {
    _ = try salvage()
    let whole = try promisedFiles(folder, "saved")
    // As it is left in the middle.
    _ = try PackingJournal.begin(in: saved, settings: PackingSettings(), records: [], by: .salvage)
    for name in ["dataset.json", "index.json", "shard-000002.tar"] {
      try removeFile(folder.file("saved/" + name))
    }
    try AtomicFile.write([], to: saved + "/.segpack-lock")
    try AtomicFile.write([1], to: saved + "/shard-000007.tar")
    try AtomicFile.write([1], to: saved + "/.shard-000002.tar.77.partial")
    #expect(throws: Located(InputError.unfinishedSet, path: saved)) { try ShardSet(saved) }
    let create = #expect(throws: Located.self) {
      try pack([exampleSample(0)], into: "saved", in: folder)
    }
    #expect(create?.failure as? ShardError == .interruptedOtherwise("segpack verify --salvage"))
    #expect(try salvage().kept == 14)
    #expect(try promisedFiles(folder, "saved") == whole)
  }

  /// The folder says that it is not complete before the first shard is in it.
  @Test func theJournalComesFirst() throws {
    try createFolder(saved)
    try pack([exampleSample(50)], into: "other", in: folder)
    var salvage = SetSalvage(set, into: saved)
    var seen: [String] = []
    salvage.onNotice = { [saved] _ in seen += (try? namesInFolder(saved)) ?? [] }
    try rename("shard-000001.tar", "x.tar")
    try salvage.run()
    #expect(seen.contains(".segpack-journal.jsonl") && !seen.contains { $0.hasSuffix(".tar") })
    #expect(try !namesInFolder(saved).contains(".segpack-journal.jsonl"))
    #expect(salvage.kept == 14)
  }

  @Test func theSetItselfIsNoTarget() throws {
    var salvage = SetSalvage(set, into: set)
    #expect(throws: (any Error).self) { try salvage.run() }
    _ = try PackingJournal.begin(in: set, settings: PackingSettings(), records: [], by: .salvage)
    #expect(throws: (any Error).self) { try salvage.run() }
    #expect(try namesInFolder(set).filter { $0.hasSuffix(".tar") }.count == 4)
  }
}
