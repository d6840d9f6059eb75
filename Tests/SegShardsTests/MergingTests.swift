import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// Sets that are no parts of one.
@Suite struct MergingTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func merging(_ names: [String], _ output: String = "out") -> SetMerging {
    SetMerging(sets: names.map(folder.file), folder: folder.file(output))
  }

  @Test(arguments: [true, false])
  func setsAreJoinedInTheOrderNamed(copies: Bool) throws {
    let samples = (0..<14).map { exampleSample($0) }
    try pack(Array(samples[9...]), into: "b", in: folder)
    try pack(Array(samples[..<9]), into: "a", in: folder)
    var merging = merging(["a", "b"])
    merging.copies = copies
    #expect(try merging.run().shards == 5)
    #expect(try decodedSamples(folder.file("out")) == samples)
    let description = try #require(try ShardSet(folder.file("out")).description)
    #expect(description.shards.map(\.samples) == [4, 4, 1, 4, 1])
    let shared = try FileIdentity(folder.file("out/shard-000003.tar"))
    #expect(try (shared == FileIdentity(folder.file("b/shard-000000.tar"))) == !copies)
    var verification = ShardVerification { Issue.record("\($0)") }
    verification.isDeep = true
    try verification.check(folder.file("out"))
    #expect(verification.samples == 14)
    // Statistics as those of one set.
    try pack(samples, into: "whole", in: folder)
    #expect(
      try ShardSet(folder.file("whole")).description?.statistics == description.statistics)
  }

  @Test func aKeyInTwoSetsIsRefused() throws {
    try pack([exampleSample(0), exampleSample(1)], into: "a", in: folder)
    try pack([exampleSample(2), exampleSample(1)], into: "b", in: folder)
    let error = #expect(throws: Located.self) { try merging(["a", "b"]).run() }
    #expect(
      error?.failure as? MergeError
        == .sharedKey("a/sample.1", first: folder.file("a/shard-000000.tar")))
    #expect(try namesInFolder(folder.file("out")).isEmpty)
  }

  @Test func twoTablesAndValuesOutsideOfOneAreRefused() throws {
    let other = ClassTable(["a", "b", "c"].map { ClassTable.Entry($0, color: RGBColor(1, 2, 3)) })
    try pack([exampleSample(0)], into: "a", in: folder)
    try pack([exampleSample(1, classes: other)], into: "b", in: folder)
    var odd = exampleSample(2, classes: nil)
    odd.labelMap = .indices(.uint8(Raster(height: 5, width: 7, channels: 1, filledWith: 7)))
    try pack([odd], into: "c", in: folder)
    let tables = #expect(throws: Located.self) { try merging(["a", "b"]).run() }
    #expect(tables?.failure is ClassTableConflict)
    let value = #expect(throws: ShardError.self) { try merging(["a", "c"]).run() }
    #expect(value == .valueOutsideTable(7, table: "\(ClassTable.petClasses)"))
  }

  @Test func otherStatisticsAndOtherFormsOfStorage() throws {
    try pack([exampleSample(0)], into: "a", in: folder)
    try pack(
      [exampleSample(1)], into: "b", in: folder, settings: PackingSettings(statistics: .none))
    try pack([exampleSample(2)], into: "c", in: folder, settings: PackingSettings(store: .raw))
    let error = #expect(throws: Located.self) { try merging(["a", "b"]).run() }
    guard case .otherStatistics = error?.failure as? MergeError else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try merging(["a", "c"]).run().samples == 2)
    #expect(try ShardSet(folder.file("out")).description?.settings.store == .keep)
  }

  @Test func whatIsNoWholeSetIsRefused() throws {
    try pack([exampleSample(0)], into: "a", in: folder)
    try createFolder(folder.file("foreign"))
    try AtomicFile.write(try stream([exampleSample(1)]), to: folder.file("foreign/x.tar"))
    let foreign = #expect(throws: Located.self) { try merging(["a", "foreign"]).run() }
    #expect(foreign?.failure as? MergeError == .notDescribed)
    #expect(throws: SystemError.self) { try merging(["a", "none"]).run() }
    // A flipped bit in the description, and a shard of another size.
    for file in ["dataset.json", "shard-000000.tar"] {
      try pack([exampleSample(1)], into: file, in: folder)
      let path = folder.file(file + "/" + file)
      var bytes = try readFile(path)
      bytes[300] ^= 1
      try AtomicFile.write(file.hasSuffix("json") ? bytes : bytes + [0], to: path)
      let error = #expect(throws: Located.self) { try merging(["a", file]).run() }
      #expect(error?.exitStatus == .badData)
    }
  }

  /// Numbers that nobody counted, in a description whose checksum is right.
  @Test(arguments: [
    (#""samples":4,"size""#, #""samples":9223372036854775807,"size""#),
    (#""samples":4,"size""#, #""samples":3,"size""#),
    (#""samples":4,"size""#, #""samples":-4,"size""#),
    (#""name":"shard-000001.tar""#, #""name":"..""#),
    (#""of":2"#, #""of":1000000000000"#), (#""number":0"#, #""number":2"#),
    (#""number":0"#, #""number":-1"#),
  ])
  func descriptionsThatLieAreRefused(truth: String, lie: String) throws {
    for number in 0..<2 {
      try pack((0..<9).map { exampleSample($0 + 9 * number) }, into: "p\(number)", in: folder) {
        $0.settings.part = SetPart(number: number, count: 2, samples: 18, input: "0")
      }
    }
    let path = folder.file("p0/dataset.json")
    let text = String(decoding: try readFile(path), as: UTF8.self)
    let end = try #require(text.range(of: #""above":"#)?.lowerBound)
    let place = try #require(text.range(of: truth))
    let above = Array(text[..<end].replacing(truth, with: lie, maxReplacements: 1).utf8)
    #expect(place.upperBound < end)
    try AtomicFile.write(above + Seal.ending(above) + [10], to: path)
    let error = #expect(throws: (any Error).self) { try merging(["p0", "p1"]).run() }
    #expect((error as? any SegError)?.exitStatus == .badData)
    #expect(throws: (any Error).self) { try ShardSet(folder.file("out")) }
  }

  @Test func aDamagedShardIsNotCopied() throws {
    try pack((0..<5).map { exampleSample($0) }, into: "a", in: folder)
    let path = folder.file("a/shard-000001.tar")
    var bytes = try readFile(path)
    bytes[700] ^= 1
    try AtomicFile.write(bytes, to: path)
    var merging = merging(["a"])
    merging.copies = true
    let error = #expect(throws: Located.self) { try merging.run() }
    #expect(error?.failure as? MergeError == .damagedShard)
    #expect(throws: Located.self) { try ShardSet(folder.file("out")) }
  }

  /// Links that an earlier merge left are no copies, whether it came to its end or not.
  @Test(arguments: [true, false])
  func copiesReplaceTheLinksOfAnEarlierMerge(isComplete: Bool) throws {
    let samples = (0..<14).map { exampleSample($0) }
    try pack(Array(samples[..<9]), into: "a", in: folder)
    try pack(Array(samples[9...]), into: "b", in: folder)
    _ = try merging(["a", "b"]).run()
    let whole = try promisedFiles(folder, "out")
    if !isComplete {
      _ = try PackingJournal.begin(
        in: folder.file("out"), settings: PackingSettings(shardSamples: 4), records: [],
        by: .merge)
      try removeFile(folder.file("out/dataset.json"))
    }
    func linked() throws -> Int {
      try (0..<3).count {
        try FileIdentity(folder.file("out/shard-00000\($0).tar"))
          == FileIdentity(folder.file("a/shard-00000\($0).tar"))
      }
    }
    #expect(try linked() == 3)
    var merging = merging(["a", "b"])
    merging.copies = true
    #expect(try merging.run().wasComplete == false)
    #expect(try linked() == 0)
    #expect(try promisedFiles(folder, "out") == whole)
    #expect(try merging.run().wasComplete)
  }

  /// Of a shard that is linked, what shows without reading it through is looked at.
  @Test(arguments: ["first header", "last header", "end"])
  func aShardThatItsIndexDoesNotDescribeIsNotLinked(place: String) throws {
    try pack((0..<5).map { exampleSample($0) }, into: "a", in: folder)
    let path = folder.file("a/shard-000000.tar")
    let index = try ShardIndex(scanning: path)
    var bytes = try readFile(path)
    switch place {
    case "first header": bytes[0] ^= 1
    case "last header": bytes[(index.samples.last?.last?.offset ?? 0) - 512] ^= 1
    default: bytes[bytes.count - 1] = 1
    }
    try AtomicFile.write(bytes, to: path)
    let error = #expect(throws: Located.self) { try merging(["a"]).run() }
    #expect(error == Located(MergeError.damagedShard, path: path))
    #expect(try namesInFolder(folder.file("out")).isEmpty)
  }

  /// A merge that is killed while it removes a set leaves a folder that says so.
  @Test func theJournalComesBeforeTheFirstRemoval() throws {
    try pack((0..<5).map { exampleSample($0) }, into: "a", in: folder)
    try pack((5..<9).map { exampleSample($0) }, into: "out", in: folder)
    try createFolder(folder.file("out/shard-000009.tar"))
    var merging = merging(["a"])
    merging.overwrites = true
    #expect(throws: SystemError.self) { try merging.run() }
    #expect(try namesInFolder(folder.file("out")).contains(PackingJournal.fileName))
    #expect(try shell("rmdir out/shard-000009.tar", in: folder).status == 0)
    #expect(try merging.run().samples == 5)
  }

  /// What stands in the folder is kept, completed or refused.
  @Test func theFolderIsLookedAtFirst() throws {
    let samples = (0..<14).map { exampleSample($0) }
    try pack(Array(samples[..<9]), into: "a", in: folder)
    try pack(Array(samples[9...]), into: "b", in: folder)
    #expect(try merging(["a", "b"]).run().wasComplete == false)
    let whole = try promisedFiles(folder, "out")
    #expect(try merging(["a", "b"]).run().wasComplete)
    let other = #expect(throws: Located.self) { try merging(["a"]).run() }
    #expect(other?.exitStatus == .cannotCreate)
    #expect(throws: Located.self) { try merging(["a", "out"], "a").run() }
    // As a killed run leaves it: the journal, some shards, one of them another's, half a file.
    _ = try PackingJournal.begin(
      in: folder.file("out"), settings: PackingSettings(shardSamples: 4), records: [], by: .merge)
    for name in ["dataset.json", "index.json", "shard-000001.tar", "shard-000004.idx"] {
      try removeFile(folder.file("out/" + name))
    }
    try AtomicFile.write([1], to: folder.file("out/shard-000002.tar"))
    try AtomicFile.write([1], to: folder.file("out/shard-000007.tar"))
    try AtomicFile.write([1], to: folder.file("out/.shard-000001.tar.partial"))
    let create = #expect(throws: Located.self) { try pack(samples, into: "out", in: folder) }
    #expect(create?.failure as? ShardError == .interruptedOtherwise("segpack merge"))
    #expect(try merging(["a", "b"]).run().reusedShards == 3)
    #expect(try promisedFiles(folder, "out") == whole)
  }

  /// Parts may lie in folders below the set.
  @Test func setsBelowTheFolderAreTaken() throws {
    try createFolder(folder.file("out"))
    for (number, name) in ["a", "b"].enumerated() {
      try pack([exampleSample(number)], into: name, in: folder) {
        $0.folder = folder.file("out/" + name)
      }
    }
    #expect(try merging(["out/a", "out/b"]).run().samples == 2)
    #expect(try decodedSamples(folder.file("out")).count == 2)
  }
}
