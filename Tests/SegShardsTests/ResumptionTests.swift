import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

/// A run that ends half-way, and what the next one makes of what it left.
@Suite struct ResumptionTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private struct Stop: Error {}

  /// Packs the first samples, then stops as if the input broke off.
  private func interrupt(_ samples: [Sample], after count: Int, into name: String) throws {
    var seen = 0
    #expect(throws: Stop.self) {
      try pack(samples, into: name, in: folder) { packing in
        packing.onSample = { seen += 1 }
        // The sample after those to be packed is damaged.
        packing.onFailure = { _, _ in throw Stop() }
        packing.inputs = [folder.file("\(name).cut.tar")]
        try? AtomicFile.write(
          (try? stream(Array(samples[..<count]) + [broken()])) ?? [], to: packing.inputs[0])
      }
    }
    #expect(seen == count)
  }

  private func broken() -> Sample {
    Sample(key: "broken", image: .file([1, 2, 3], extension: "png"))
  }

  @Test(arguments: [0, 3, 4, 5, 8, 9, 12, 14])
  func goesOnWhereItStopped(count: Int) throws {
    let samples = (0..<14).map { exampleSample($0) }
    try pack(samples, into: "whole", in: folder)
    try interrupt(samples, after: count, into: "set")
    let finished = count / 4
    #expect(try namesInFolder(folder.file("set")).filter { $0.hasSuffix(".tar") }.count == finished)
    var notices: [String] = []
    let summary = try pack(samples, into: "set", in: folder) {
      $0.onNotice = { notices.append($0) }
    }
    #expect(summary.reusedShards == finished)
    #expect(notices.count == (finished == 0 ? 0 : 1))
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  /// Whatever changed, wherever: the set is the one of the new input.
  @Test(arguments: 0..<13, ["changed", "removed", "inserted", "ended"])
  func aChangedInputIsBuiltFromTheFirstDifference(position: Int, kind: String) throws {
    let samples = (0..<14).map { exampleSample($0) }
    var changed = samples
    switch kind {
    case "changed": changed[position].metadata.split = "val"
    case "removed": changed.remove(at: position)
    case "inserted": changed.insert(exampleSample(50), at: position)
    default: changed = Array(changed[...position])
    }
    try interrupt(samples, after: 13, into: "set")
    let summary = try pack(changed, into: "set", in: folder)
    try pack(changed, into: "fresh", in: folder)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "fresh"))
    let same = kind == "ended" ? position + 1 : position
    #expect(summary.reusedShards == min(3, same / 4))
  }

  @Test func aDamagedShardIsBuiltAgain() throws {
    let samples = (0..<14).map { exampleSample($0) }
    try pack(samples, into: "whole", in: folder)
    try interrupt(samples, after: 13, into: "set")
    let shard = folder.file("set/shard-000001.tar")
    var bytes = try readFile(shard)
    bytes[700] ^= 1
    try AtomicFile.write(bytes, to: shard)
    #expect(try pack(samples, into: "set", in: folder).reusedShards == 1)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  @Test func leftOutSamplesAreReportedAgain() throws {
    var samples = (0..<14).map { exampleSample($0) }
    samples[1] = broken()
    samples[6].labelMap = exampleSample(0).labelMap
    func packSkipping(into name: String, _ samples: [Sample]) throws -> ([String], Int) {
      var reported: [String] = []
      let summary = try pack(samples, into: name, in: folder) {
        $0.onFailure = { _, sample in
          if sample.key == "stop" { throw Stop() }
          reported.append(sample.key)
        }
      }
      return (reported, summary.reusedShards)
    }
    let stop = Sample(key: "stop", image: .file([0], extension: "png"))
    #expect(throws: Stop.self) {
      _ = try packSkipping(into: "set", Array(samples[..<12]) + [stop])
    }
    let expected = ["broken", "a/sample.6"]
    #expect(try packSkipping(into: "whole", samples) == (expected, 0))
    #expect(try packSkipping(into: "set", samples) == (expected, 3))
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  /// A slip of the pen must not cost what hours have packed.
  @Test(arguments: [
    (PackingSettings(name: "x", shardSamples: 4), "--name shard, not --name x"),
    (PackingSettings(store: .raw, shardSamples: 4), "--store source, not --store raw"),
    (
      PackingSettings(statistics: .arrays, shardSamples: 4),
      "--statistics full, not --statistics arrays"
    ),
    (PackingSettings(shardSamples: 5), "--samples-per-shard 4, not --samples-per-shard 5"),
    (PackingSettings(), "--samples-per-shard 4, not no --samples-per-shard"),
    (PackingSettings(shardSamples: 4, shardSize: 1), "--shard-size 268435456, not --shard-size 1"),
  ])
  func otherSettingsAreRefused(settings: PackingSettings, difference: String) throws {
    let samples = (0..<14).map { exampleSample($0) }
    try interrupt(samples, after: 13, into: "set")
    let before = try promisedFiles(folder, "set")
    let error = #expect(throws: Located.self) {
      try pack(samples, into: "set", in: folder, settings: settings)
    }
    #expect(error?.failure as? ShardError == .interruptedOtherwise(difference))
    #expect(error?.exitStatus == .cannotCreate)
    #expect(try promisedFiles(folder, "set") == before)
    #expect(try pack(samples, into: "set", in: folder).reusedShards == 3)
  }

  /// A label map without a table whose values the table of the others does not define is left out; the
  /// shard it was left out of stays, wherever the table came from.
  @Test(arguments: [1, 2, 6])
  func untabledSamplesThatWereLeftOutDoNotRestartTheRun(position: Int) throws {
    var samples = (0..<14).map { exampleSample($0) }
    samples[position] = exampleSample(position, classes: nil)
    samples[position].labelMap = .indices(
      .uint8(
        Raster(height: 3 + position % 3, width: 5 + position % 4, channels: 1, filledWith: 7)))
    let stop = Sample(key: "stop", image: .file([0], extension: "png"))
    func packSkipping(into name: String, _ samples: [Sample]) throws -> (Int, [String]) {
      var reported: [String] = []
      let summary = try pack(samples, into: name, in: folder) {
        $0.onFailure = { _, sample in
          if sample.key == "stop" { throw Stop() }
          reported.append(sample.key)
        }
      }
      return (summary.reusedShards, reported)
    }
    #expect(throws: Stop.self) {
      _ = try packSkipping(into: "set", Array(samples[..<12]) + [stop])
    }
    #expect(try packSkipping(into: "set", samples) == (3, ["a/sample.\(position)"]))
    #expect(try packSkipping(into: "whole", samples).0 == 0)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  /// What is left out after the last shard belongs to the input nevertheless.
  @Test func failuresAfterTheLastShardAreRemembered() throws {
    let samples = (0..<5).map { exampleSample($0) }
    try interrupt(samples, after: 5, into: "set")
    let changed =
      Array(samples[..<4]) + [broken(), Sample(key: "worse", image: .file([1], extension: "png"))]
    func again() throws -> PackingSummary {
      try pack(changed, into: "set", in: folder) { $0.onFailure = { _, _ in } }
    }
    let first = try again()
    #expect(first.reusedShards == 1 && first.samples == 4 && first.leftOut == 2)
    let second = try again()
    #expect(second.wasComplete && second.leftOut == 2)
  }

  /// Shards up to a damaged line of the journal stay.
  @Test(arguments: [0, 1, 2, 3])
  func theJournalEndsAtADamagedLine(line: Int) throws {
    let samples = (0..<14).map { exampleSample($0) }
    try pack(samples, into: "whole", in: folder)
    try interrupt(samples, after: 13, into: "set")
    let journal = folder.file("set/.segpack-journal.jsonl")
    var lines = try readFile(journal).split(separator: UInt8(ascii: "\n")).map(Array.init)
    #expect(lines.count == 4)
    // A digit of a count: still JSON, still a number.
    let digit = try #require(lines[line].firstIndex { (49...56).contains($0) })
    lines[line][digit] += 1
    try AtomicFile.write(Array(lines.joined(separator: [10])) + [10], to: journal)
    if line == 0 {
      let error = #expect(throws: Located.self) { try pack(samples, into: "set", in: folder) }
      #expect(error?.failure as? ShardError == .interruptedOtherwise(nil))
    }
    let summary = try pack(samples, into: "set", in: folder) { $0.overwrites = line == 0 }
    #expect(summary.reusedShards == max(0, line - 1))
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  @Test func otherSettingsBuildAllShardsAgainOnRequest() throws {
    let samples = (0..<14).map { exampleSample($0) }
    try interrupt(samples, after: 13, into: "set")
    let settings = PackingSettings(name: "other", store: .raw, shardSamples: 3)
    let summary = try pack(samples, into: "set", in: folder, settings: settings) {
      $0.overwrites = true
    }
    #expect(summary.reusedShards == 0)
    try pack(samples, into: "fresh", in: folder, settings: settings)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "fresh"))
  }

  @Test func aCompleteSetIsLeftAloneOrRefused() throws {
    let samples = (0..<6).map { exampleSample($0) }
    try pack(samples, into: "set", in: folder)
    let before = try promisedFiles(folder, "set")
    #expect(try pack(samples, into: "set", in: folder).wasComplete)
    let other = Array(samples.reversed())
    let error = #expect(throws: Located.self) { try pack(other, into: "set", in: folder) }
    #expect(error?.exitStatus == .cannotCreate)
    #expect(try promisedFiles(folder, "set") == before)
    let summary = try pack(other, into: "set", in: folder) { $0.overwrites = true }
    #expect(!summary.wasComplete)
    try pack(other, into: "fresh", in: folder)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "fresh"))
  }

  @Test func foreignShardsAndOwnInputsAreRefused() throws {
    try createFolder(folder.file("set"))
    try AtomicFile.write([0], to: folder.file("set/other.tar"))
    let foreign = #expect(throws: Located.self) {
      try pack([exampleSample(0)], into: "set", in: folder) { $0.overwrites = true }
    }
    #expect(foreign?.failure as? ShardError == .holdsForeignFiles(["other.tar"]))
    try pack([exampleSample(0)], into: "own", in: folder)
    let own = #expect(throws: Located.self) {
      try pack([exampleSample(0)], into: "own", in: folder) {
        $0.inputs = [$0.folder + "/shard-000000.tar"]
        $0.overwrites = true
      }
    }
    #expect(own?.exitStatus == .cannotCreate)
  }

  /// A run that is killed while it removes a set leaves a folder that says so; the same line goes on.
  @Test(arguments: ["shard", "other"])
  func theJournalComesBeforeTheFirstRemoval(name: String) throws {
    let samples = (0..<9).map { exampleSample($0) }
    let settings = PackingSettings(name: name, shardSamples: 4)
    try pack(Array(samples[3...]), into: "set", in: folder)
    try pack(samples, into: "whole", in: folder, settings: settings)
    // What cannot be removed as a file stops the run half-way.
    try createFolder(folder.file("set/shard-000009.tar"))
    func replace() throws {
      try pack(samples, into: "set", in: folder, settings: settings) { $0.overwrites = true }
    }
    #expect(throws: SystemError.self) { try replace() }
    let names = try namesInFolder(folder.file("set"))
    #expect(names.contains(".segpack-journal.jsonl") && !names.contains("dataset.json"))
    #expect(throws: Located(InputError.unfinishedSet, path: folder.file("set"))) {
      try ShardSet(folder.file("set"))
    }
    try removeFolder("set/shard-000009.tar")
    try replace()
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "whole"))
  }

  private func removeFolder(_ name: String) throws {
    #expect(try shell("rmdir \(name)", in: folder).status == 0)
  }
}
