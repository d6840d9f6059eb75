import SegBasics
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// A set that another one is to replace stands until that is complete.
@Suite struct SetReplacementTests {
  private let folder: TemporaryFolder
  private let old: [String: [UInt8]]
  private let samples = (20..<34).map { exampleSample($0) }
  init() throws {
    folder = try TemporaryFolder()
    try pack((0..<14).map { exampleSample($0) }, into: "set", in: folder)
    old = try promisedFiles(folder, "set")
    try pack(samples, into: "whole", in: folder)
  }

  private var set: String { folder.file("set") }
  private var stage: String { folder.file("set/.segpack-new") }

  /// The files of the set whose bytes are promised, without folders.
  private func files() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try namesInFolder(set) where name != "log.jsonl" {
      guard try fileStatus(folder.file("set/" + name))?.kind == .file else { continue }
      files[name] = try readFile(folder.file("set/" + name))
    }
    return files
  }

  private func broken(after count: Int) -> [Sample] {
    let picture = Sample(key: "broken", image: .file([1, 2, 3], extension: "png"))
    return Array(samples[..<count]) + [picture]
  }

  @discardableResult
  private func replace(
    _ samples: [Sample], name: String = "shard", force: Bool = true,
    notice: @escaping (String) -> Void = { _ in }
  ) throws -> PackingSummary {
    let settings = PackingSettings(name: name, shardSamples: 4)
    return try pack(samples, into: "set", in: folder, settings: settings) {
      $0.overwrites = force
      $0.onNotice = notice
    }
  }

  @Test(arguments: [0, 3, 4, 13], ["shard", "other"])
  func aFailedRunLeavesTheOldSet(count: Int, name: String) throws {
    #expect(throws: (any Error).self) { try replace(broken(after: count), name: name) }
    #expect(try files() == old)
    #expect(try decodedSamples(set) == (0..<14).map { exampleSample($0) })
    var verification = ShardVerification { Issue.record("\($0)") }
    try verification.check(set)
    #expect(verification.samples == 14)
    // What is finished is kept for the same line.
    #expect(try (fileStatus(stage) != nil) == (count >= 4))
    #expect(try replace(samples, name: name).reusedShards == count / 4)
    let settings = PackingSettings(name: name, shardSamples: 4)
    try pack(samples, into: "fresh", in: folder, settings: settings)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "fresh"))
  }

  @Test func anEmptyInputLeavesTheOldSet() throws {
    #expect(throws: (any Error).self) { try replace([]) }
    #expect(try promisedFiles(folder, "set") == old)
  }

  /// Another line begins anew, and so does one over an interrupted set.
  @Test func whatAnotherLineBeganIsNotTaken() throws {
    #expect(throws: (any Error).self) { try replace(broken(after: 13), name: "other") }
    #expect(try replace(samples).reusedShards == 0)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
    #expect(throws: (any Error).self) { try replace(broken(after: 13)) }
    try removeFile(set + "/dataset.json")
    _ = try PackingJournal.begin(in: set, settings: PackingSettings(shardSamples: 4), records: [])
    try replace(samples)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  /// Stopped at each step of the move: readers are told, and the same line comes to the end of it.
  @Test(
    arguments: [
      "index.json", "shard-000000.tar", "shard-000000.idx", "shard-000002.tar", "shard-000003.idx",
      "shard-000009.tar",
    ], [true, false])
  func aMoveThatWasStoppedIsFinished(obstacle: String, force: Bool) throws {
    // What cannot be replaced by a file stops the run.
    try removeFile(folder.file("set/" + obstacle))
    try createFolder(folder.file("set/" + obstacle))
    #expect(throws: SystemError.self) { try replace(samples) }
    let unfinished = Located(InputError.unfinishedSet, path: set)
    #expect(throws: unfinished) { try ShardSet(set) }
    #expect(try !namesInFolder(set).contains("dataset.json"))
    #expect(try shell("rmdir set/\(obstacle)", in: folder).status == 0)
    if !force {
      let other = #expect(throws: Located.self) {
        try replace(samples, name: "other", force: false)
      }
      #expect(other?.exitStatus == .cannotCreate)
    }
    let summary = try replace(samples, force: force)
    #expect(summary.reusedShards == 4)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
    #expect(try !namesInFolder(set).contains(".segpack-new"))
  }

  /// A set whose description is lost or damaged is one too.
  @Test(arguments: [true, false])
  func shardsWithoutADescriptionStayToo(isDamaged: Bool) throws {
    if isDamaged {
      try AtomicFile.write([1], to: set + "/dataset.json")
    } else {
      try removeFile(set + "/dataset.json")
    }
    let before = try files()
    #expect(throws: (any Error).self) { try replace(broken(after: 13)) }
    #expect(try files() == before)
    try replace(samples)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  @Test func aMergeThatFailsLeavesTheOldSet() throws {
    let shard = folder.file("whole/shard-000003.tar")
    var bytes = try readFile(shard)
    bytes[700] ^= 1
    try AtomicFile.write(bytes, to: shard)
    var merging = SetMerging(sets: [folder.file("whole")], folder: set)
    merging.overwrites = true
    merging.copies = true
    let failed = #expect(throws: Located.self) { try merging.run() }
    #expect(failed?.failure as? MergeError == .damagedShard)
    #expect(try files() == old)
    #expect(try decodedSamples(set).count == 14)
    bytes[700] ^= 1
    try AtomicFile.write(bytes, to: shard)
    #expect(try merging.run().reusedShards == 3)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  @Test(arguments: ["index.json", "shard-000001.tar", "shard-000003.idx"])
  func aMergeThatWasStoppedIsFinished(obstacle: String) throws {
    try removeFile(folder.file("set/" + obstacle))
    try createFolder(folder.file("set/" + obstacle))
    var merging = SetMerging(sets: [folder.file("whole")], folder: set)
    merging.overwrites = true
    #expect(throws: SystemError.self) { try merging.run() }
    #expect(throws: Located.self) { try ShardSet(set) }
    #expect(try shell("rmdir set/\(obstacle)", in: folder).status == 0)
    merging.overwrites = false
    #expect(try merging.run().reusedShards == 4)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  /// What a newer program wrote is not ours to judge.
  @Test func aNewerVersionStays() throws {
    let text = String(decoding: try readFile(set + "/dataset.json"), as: UTF8.self)
    let newer = text.replacing(#""version":1"#, with: #""version":2"#)
    let above = Array(newer.utf8.dropLast(28))
    try AtomicFile.write(above + Seal.ending(above) + [10], to: set + "/dataset.json")
    #expect(DatasetDescription.isIntact(try readFile(set + "/dataset.json")))
    let before = try promisedFiles(folder, "set")
    let refusal = Located(ShardError.newerFormat(2), path: set)
    #expect(throws: refusal) { try replace(samples) }
    #expect(throws: refusal) { try SetRepair(set).run() }
    var salvage = SetSalvage(set, into: folder.file("saved"))
    #expect(throws: refusal) { try salvage.run() }
    #expect(try promisedFiles(folder, "set") == before)
  }

  @Test func aSetInTheMakingIsSaidToBe() throws {
    _ = try PackingJournal.begin(in: set, settings: PackingSettings(), records: [])
    let lock = try FolderLock(set, name: ".segpack-lock", busy: ShardError.folderBusy)
    #expect(throws: Located(InputError.setInTheMaking, path: set)) { try ShardSet(set) }
    lock.release()
    #expect(throws: Located(InputError.unfinishedSet, path: set)) { try ShardSet(set) }
  }
}
