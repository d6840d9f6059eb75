import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// Orders, splits, counts and parts.
@Suite struct DividedPackingTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let samples = (0..<23).map { exampleSample($0) }

  private func write(_ samples: [Sample], _ name: String) throws -> String {
    try AtomicFile.write(try stream(samples), to: folder.file(name))
    return folder.file(name)
  }

  /// Files of pictures and masks, and the lines that list them.
  private func manifest(_ count: Int) throws -> [String] {
    try createFolder(folder.file("files"))
    return try (0..<count).map { number in
      let sample = exampleSample(number)
      guard case .pixels(let image) = sample.image, case .indices(let labels) = sample.labelMap
      else { return "" }
      let paths = ["\(number).png", "\(number).mask.png"].map { folder.file("files/" + $0) }
      try AtomicFile.write(try encodePNG(image), to: paths[0])
      try AtomicFile.write(try labels.encodedPNG(classes: .petClasses), to: paths[1])
      return try ManifestEntry(
        key: sample.key, image: paths[0], mask: MaskSource(path: paths[1], encoding: .index),
        split: number % 4 == 0 ? "val" : "train", classes: .petClasses
      ).line()
    }
  }

  @discardableResult
  private func run(
    _ inputs: [String], into name: String, settings: PackingSettings = PackingSettings(),
    jobs: Int = 2, _ change: (inout DividedPacking) -> Void
  ) throws -> [String: PackingSummary] {
    var packing = ShardPacking(inputs: inputs, folder: folder.file(name), settings: settings)
    packing.jobs = jobs
    var divided = DividedPacking(packing)
    var summaries: [String: PackingSummary] = [:]
    divided.onSet = { summaries[$0] = $1 }
    change(&divided)
    try divided.run()
    return summaries
  }

  private func keys(_ name: String) throws -> [String] {
    let set = try ShardSet(folder.file(name))
    return try set.shards.flatMap { try set.index(of: $0).samples.map(ShardIndex.key) }
  }

  /// Every place is as likely for every key, and the order is that of the seed.
  @Test func aShuffleIsAFullPermutationOfTheSeed() throws {
    let input = try write(samples, "in.tar")
    var places = [Int](repeating: 0, count: 23)
    var orders: Set<[String]> = []
    for seed in 0..<40 {
      try run([input], into: "set\(seed)") { $0.shuffleSeed = UInt64(seed) }
      let order = try keys("set\(seed)")
      #expect(Set(order) == Set(samples.map(\.key)))
      orders.insert(order)
      places[order.firstIndex(of: samples[0].key) ?? 0] += 1
    }
    #expect(orders.count == 40)
    // The first sample of the input comes to both halves, and far.
    #expect(places[..<12].reduce(0, +) > 8)
    #expect(places[12...].reduce(0, +) > 8)
  }

  @Test func theOrderDependsOnNeitherJobsNorTheInputsOrder() throws {
    let lines = try manifest(23)
    let whole = folder.file("all.jsonl")
    try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: whole)
    let settings = PackingSettings(shardSamples: 5)
    try run([whole], into: "one", settings: settings, jobs: 1) { $0.shuffleSeed = 9 }
    let expected = try promisedFiles(folder, "one")
    try run([whole], into: "five", settings: settings, jobs: 5) { $0.shuffleSeed = 9 }
    #expect(try promisedFiles(folder, "five") == expected)
    // Two files, cut anywhere, the later lines first; empty lines and line breaks of two bytes.
    let parts = [Array(lines[9...]), Array(lines[..<9].reversed())]
    let cut = try parts.enumerated().map { number, lines in
      let path = folder.file("part\(number).jsonl")
      try AtomicFile.write(Array((lines.joined(separator: "\r\n\r\n") + "\n\n").utf8), to: path)
      return path
    }
    try run(cut, into: "cut", settings: settings) { $0.shuffleSeed = 9 }
    #expect(try promisedFiles(folder, "cut") == expected)
  }

  /// Manifests, sets, lone shards with and without an index, and pipes: the same samples, the same set.
  @Test func everyFormOfInputGivesTheSameOrder() throws {
    let input = try write(samples, "in.tar")
    let settings = PackingSettings(shardSamples: 6)
    try run([input], into: "expected", settings: settings) { $0.shuffleSeed = 4 }
    let expected = try promisedFiles(folder, "expected")
    try pack(samples, into: "set", in: folder, settings: PackingSettings(shardSamples: 3))
    try run([folder.file("set")], into: "ofSet", settings: settings) { $0.shuffleSeed = 4 }
    #expect(try promisedFiles(folder, "ofSet") == expected)
    let shards = try ShardSet(folder.file("set")).shards
    try run(shards.reversed(), into: "ofShards", settings: settings) { $0.shuffleSeed = 4 }
    #expect(try promisedFiles(folder, "ofShards") == expected)
    // Nothing of a pipe stays.
    let fifo = folder.file("pipe")
    let feeding = try shellInBackground("mkfifo pipe; cat in.tar > pipe")
    while try fileStatus(fifo) == nil { usleep(1000) }
    try run([fifo], into: "ofPipe", settings: settings) { $0.shuffleSeed = 4 }
    feeding.waitUntilExit()
    #expect(try promisedFiles(folder, "ofPipe") == expected)
  }

  private func shellInBackground(_ line: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(filePath: folder.path)
    try process.run()
    return process
  }

  /// An index from before the shard grew must not lose what was added.
  @Test func anOutdatedIndexLosesNothing() throws {
    try pack(Array(samples[..<4]), into: "old", in: folder)
    let shard = folder.file("old/shard-000000.tar")
    try AtomicFile.write(try readFile(shard) + stream(Array(samples[4...])), to: shard)
    try run([shard], into: "set") { $0.shuffleSeed = 0 }
    #expect(Set(try keys("set")) == Set(samples.map(\.key)))
  }

  @Test func damageIsFoundInAnyOrder() throws {
    try pack(samples, into: "set", in: folder)
    let shard = folder.file("set/shard-000002.tar")
    var bytes = try readFile(shard)
    bytes[700] ^= 1
    try AtomicFile.write(bytes, to: shard)
    let error = #expect(throws: Located.self) {
      try run([folder.file("set")], into: "out") { $0.shuffleSeed = 1 }
    }
    guard case .changedShard = error?.failure as? InputError else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [1, 2, 5, 22, 23])
  func aCountOfShardsIsMet(count: Int) throws {
    let input = try write(samples, "in.tar")
    try run([input], into: "set", settings: PackingSettings(shardSize: 1)) { $0.shardCount = count }
    let description = try #require(try ShardSet(folder.file("set")).description)
    let sizes = description.shards.map(\.samples)
    #expect(sizes.count == count)
    #expect(sizes.reduce(0, +) == 23)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    #expect(try keys("set") == samples.map(\.key))
  }

  @Test func moreShardsThanSamplesAreRefused() throws {
    let input = try write(samples, "in.tar")
    #expect(throws: ShardError.fewerSamplesThanShards(samples: 23, shards: 24)) {
      try run([input], into: "set") { $0.shardCount = 24 }
    }
  }

  private func halves(_ names: [String] = ["train", "val"]) -> SplitDivision {
    .drawn(shares: "train=0.5,val=0.5", names: names, seed: 3) {
      fnv1a64($0.text.utf8) % 2 == 0 ? "train" : "val"
    }
  }

  @Test func splitsAreDrawnByKeyAndWrittenIntoTheSamples() throws {
    let input = try write(samples, "in.tar")
    try run([input], into: "sets") { $0.division = halves() }
    for name in ["train", "val"] {
      let isTrain = name == "train"
      let own = samples.filter { (fnv1a64($0.key.utf8) % 2 == 0) == isTrain }
      let found = try decodedSamples(folder.file("sets/\(name)"))
      #expect(found.map(\.key) == own.map(\.key))
      #expect(found.allSatisfy { $0.metadata.split == name })
      #expect(found.allSatisfy { $0.metadata.meta["number"] != nil })
    }
    // The line again changes nothing.
    let again = try run([input], into: "sets") { $0.division = halves() }
    #expect(again.values.map(\.wasComplete) == [true, true])
  }

  @Test func aSplitThatNothingFallsIntoIsNamed() throws {
    let input = try write(samples, "in.tar")
    #expect(throws: ShardError.emptySplits(["test"])) {
      try run([input], into: "sets") { $0.division = halves(["train", "val", "test"]) }
    }
    #expect(try fileStatus(folder.file("sets/train")) == nil)
  }

  @Test(arguments: [true, false])
  func samplesOfSeveralSplitsMakeASetOfEach(ofManifest: Bool) throws {
    let lines = try manifest(23)
    let path = folder.file("all.jsonl")
    try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
    var input = path
    if !ofManifest {
      input = folder.file("set")
      try run([path], into: "set", settings: PackingSettings(shardSamples: 4)) { _ in }
    }
    try run([input], into: "sets") { $0.division = .field }
    let numbers = try ["train", "val"].map { name in
      try keys("sets/\(name)").compactMap { $0.split(separator: ".").last.flatMap { Int($0) } }
    }
    #expect(numbers[0] == (0..<23).filter { $0 % 4 != 0 })
    #expect(numbers[1] == (0..<23).filter { $0 % 4 == 0 })
  }

  @Test func samplesWithoutAUsableSplitAreNamed() throws {
    for (split, failure) in [(nil, ShardError.noSplit), ("../x", .unusableSplit("../x"))] {
      var odd = exampleSample(50, key: "odd")
      odd.metadata.split = split
      let input = try write(samples + [odd], "in.tar")
      let error = #expect(throws: Located.self) {
        try run([input], into: "sets") { $0.division = .field }
      }
      #expect(error?.failure as? ShardError == failure)
      #expect(error?.sample == "odd")
    }
  }

  /// One class table for all sets of a run, as for all samples of a set.
  @Test func splitsOfTwoClassTablesAreRefused() throws {
    let other = ClassTable(["a", "b", "c"].map { ClassTable.Entry($0, color: RGBColor(1, 2, 3)) })
    var odd = exampleSample(1, classes: other)
    odd.metadata.split = "val"
    let input = try write([exampleSample(0), odd], "in.tar")
    let error = #expect(throws: Located.self) {
      try run([input], into: "sets") { $0.division = .field }
    }
    #expect(error?.failure is ClassTableConflict)
  }

  /// Keys longer than a tar header holds, with dots, slashes, blanks, line breaks and any UTF-8, through
  /// every way in which a catalog and a merge read them.
  @Test func keysAreReadBackExactly() throws {
    let keys = [
      "plain", "with.dots.jpg", "100%", "%2E", "a b\ttab", "a\nb", "\u{FC}n\u{EF}/c\u{F6}d\u{E9}",
      "e\u{301}", "\u{E9}", "deep/" + String(repeating: "folder/", count: 40) + "x",
      String(repeating: "long", count: 60), String(repeating: "\u{436}", count: 80), ".hidden",
      "a/.b", "\u{1F600}.\u{1F600}", "pax", "x.tar",
    ]
    let samples = keys.enumerated().map { exampleSample($0.offset, key: $0.element) }
    let input = try write(samples, "in.tar")
    let settings = PackingSettings(shardSamples: 3)
    for number in 0..<2 {
      try run([input], into: "parts", settings: settings) {
        $0.shuffleSeed = 8
        $0.part = (number, 2)
      }
    }
    let parts = (0..<2).map { folder.file("parts/" + DividedPacking.partName($0, of: 2)) }
    _ = try SetMerging(sets: parts, folder: folder.file("merged")).run()
    // Out of the shards and their indexes, into another order.
    try run([folder.file("merged")], into: "again", settings: settings) { $0.shuffleSeed = 9 }
    for name in ["merged", "again"] {
      let found = try decodedSamples(folder.file(name))
      let expected = samples.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let sorted = found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      #expect(sorted.map { Array($0.key.utf8) } == expected.map { Array($0.key.utf8) })
      #expect(sorted == expected)
    }
    var verification = ShardVerification { Issue.record("\($0)") }
    try verification.check(folder.file("merged"))
    #expect(verification.samples == keys.count)
  }

  // MARK: Parts

  /// What one machine makes of the whole, and what comes of parts made one by one.
  private func expectParts(
    _ count: Int, of input: String, settings: PackingSettings, left: Int = 0,
    _ change: @escaping (inout DividedPacking) -> Void
  ) throws {
    let skip: (inout DividedPacking) -> Void = {
      change(&$0)
      if left > 0 { $0.packing.onFailure = { _, _ in } }
    }
    let whole = try run([input], into: "whole", settings: settings, skip)
    #expect(whole.values.map(\.leftOut) == [left])
    for number in (0..<count).reversed() {
      try run([input], into: "parts", settings: settings) {
        skip(&$0)
        $0.part = (number, count)
      }
    }
    let names = (0..<count).map { "parts/" + DividedPacking.partName($0, of: count) }
    // The order in which they are named does not matter.
    var merging = SetMerging(
      sets: names.reversed().map(folder.file), folder: folder.file("merged"))
    merging.copies = count % 2 == 0
    let summary = try merging.run()
    #expect(summary.leftOut == left)
    #expect(try promisedFiles(folder, "merged") == promisedFiles(folder, "whole"))
    #expect(try merging.run().wasComplete)
    var verification = ShardVerification { Issue.record("\($0)") }
    verification.isDeep = true
    try verification.check(folder.file("merged"))
    #expect(verification.samples == 23 - left)
  }

  @Test(arguments: [1, 2, 3, 4, 9])
  func partsMakeTheWhole(count: Int) throws {
    let input = try write(samples, "in.tar")
    try expectParts(count, of: input, settings: PackingSettings(shardSamples: 4)) { _ in }
  }

  @Test(arguments: [1, 3, 7, 11])
  func partsOfAShuffledCountMakeTheWhole(count: Int) throws {
    let input = try write(samples, "in.tar")
    try expectParts(count, of: input, settings: PackingSettings()) {
      $0.shuffleSeed = 5
      $0.shardCount = 7
    }
  }

  /// Shards that their size ends too, and samples left out at the ends of shards and parts.
  @Test(arguments: [2, 3, 5])
  func partsWithSmallShardsAndFaultySamplesMakeTheWhole(count: Int) throws {
    var samples = samples
    for place in [0, 4, 5, 6, 7, 8, 22] {
      samples[place].image = .file([1, 2, 3], extension: "png")
    }
    let input = try write(samples, "in.tar")
    let settings = PackingSettings(shardSamples: 4, shardSize: 3072 * 2 + 1024)
    try expectParts(count, of: input, settings: settings, left: 7) { _ in }
  }

  @Test func partsThatDoNotBelongTogetherAreRefused() throws {
    let input = try write(samples, "in.tar")
    let other = try write(Array(samples.dropLast()), "other.tar")
    let settings = PackingSettings(shardSamples: 4)
    for (name, input, seed) in [("a", input, nil), ("b", other, nil), ("c", input, 1 as UInt64)] {
      for number in 0..<2 {
        try run([input], into: name, settings: settings) {
          $0.part = (number, 2)
          $0.shuffleSeed = seed
        }
      }
    }
    try pack(samples, into: "set", in: folder)
    func failure(_ names: [String]) -> MergeError? {
      let error = #expect(throws: (any Error).self) {
        try SetMerging(sets: names.map(folder.file), folder: folder.file("out")).run()
      }
      return (error as? Located)?.failure as? MergeError ?? error as? MergeError
    }
    let parts = (0..<2).map { DividedPacking.partName($0, of: 2) }
    #expect(failure(["a/" + parts[1]]) == .missingParts([0], count: 2))
    #expect(
      failure(["a/" + parts[1], "a/" + parts[0], "a/" + parts[1]])
        == .repeatedPart(1, other: folder.file("a/" + parts[1])))
    #expect(failure(["a/" + parts[0], "set"]) == .partsAndSets)
    #expect(failure(["set", "a/" + parts[0]]) == .partsAndSets)
    for name in ["b", "c"] {
      guard case .partOfAnotherSet = failure(["a/" + parts[0], "\(name)/" + parts[1]]) else {
        Issue.record("parts of two sets were merged")
        continue
      }
    }
    #expect(try fileStatus(folder.file("out")) == nil)
  }
}
