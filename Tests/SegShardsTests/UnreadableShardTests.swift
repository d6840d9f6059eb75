import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Synchronization
import SystemPackage
import Testing

@testable import SegShards

/// Shards on a disk that fails, or that another program cuts off meanwhile: a named fault of that shard,
/// and nothing else is lost.
@Suite struct UnreadableShardTests {
  private let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try pack((0..<14).map { exampleSample($0) }, into: "set", in: folder)
  }

  private var set: String { folder.file("set") }
  private var shard: String { folder.file("set/shard-000001.tar") }

  private func record() throws -> ShardRecord {
    try #require(try ShardSet(set).description?.shards[1])
  }

  /// The second shard with a part that gives an error, as a bad sector does.
  private func shard(without hole: Range<Int>) throws -> ShardBytes {
    let bytes = try readFile(shard)
    return ShardBytes(shard, count: bytes.count) { offset, buffer in
      guard !hole.contains(offset) else { throw Errno.ioError }
      let end = offset < hole.lowerBound ? hole.lowerBound : bytes.count
      let part = bytes[offset..<min(end, offset + buffer.count)]
      buffer.copyBytes(from: part)
      return part.count
    }
  }

  /// One shard that cannot be opened does not end the check of the others.
  @Test func theOtherShardsAreChecked() throws {
    try removeFile(shard)
    try createFolder(shard)
    var bytes = try readFile(set + "/shard-000002.tar")
    bytes[700] ^= 1
    try AtomicFile.write(bytes, to: set + "/shard-000002.tar")
    var faults: [Located] = []
    var verification = ShardVerification { faults.append($0) }
    verification.jobs = 2
    try verification.check(set)
    #expect(faults.first == Located(ShardFault.unreadable(at: nil, "Is a directory"), path: shard))
    #expect(faults.contains { $0.sample == "a/sample.8" })
    #expect(verification.shards == 4)
  }

  @Test(arguments: ["index.json", "dataset.json", "shard-000002.idx"])
  func aFileBesideThemIsAFault(name: String) throws {
    try removeFile(set + "/" + name)
    try createFolder(set + "/" + name)
    var faults: [Located] = []
    var verification = ShardVerification { faults.append($0) }
    try verification.check(set)
    #expect(
      faults.contains(
        Located(ShardFault.unreadable(at: nil, "Is a directory"), path: set + "/\(name)")),
      "\(faults)")
    #expect(verification.shards == 4)
  }

  /// Nor does an index that cannot be read hide what is wrong with its shard.
  @Test func aShardBesideAnUnreadableIndexIsChecked() throws {
    try removeFile(set + "/shard-000001.idx")
    try createFolder(set + "/shard-000001.idx")
    var bytes = try readFile(shard)
    bytes[700] ^= 1
    try AtomicFile.write(bytes, to: shard)
    var faults: [Located] = []
    var verification = ShardVerification { faults.append($0) }
    try verification.check(set)
    #expect(faults.contains { $0.sample == "a/sample.4" }, "\(faults)")
    #expect(faults.contains { $0.path == set + "/shard-000001.idx" }, "\(faults)")
  }

  /// What a pass finds of a shard with a hole: where it begins, and nothing of what stands behind.
  @Test(arguments: [0, 512, 700, 4096, 5000])
  func aPassNamesTheFirstByteThatCannotBeRead(start: Int) throws {
    let pass = ShardPass(try shard(without: start..<(start + 100)), window: 2048)
    let error = #expect(throws: Located.self) {
      while let entry = try pass.next() { _ = try pass.checksum(of: entry) }
    }
    #expect(error == Located(ShardFault.unreadable(at: start, "Input/output error"), path: shard))
  }

  /// A file that becomes shorter under the reader is no signal.
  @Test func aShardThatIsCutOffMeanwhile() throws {
    let file = try ShardBytes(shard)
    let pass = ShardPass(file, window: 2048)
    _ = try pass.next()
    #expect(try shell("truncate -s 1000 set/shard-000001.tar", in: folder).status == 0)
    let error = #expect(throws: Located.self) {
      while let entry = try pass.next() { _ = try pass.checksum(of: entry) }
    }
    guard case .unreadable(_, "the file was cut off meanwhile") = error?.failure as? ShardFault
    else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// The windows do not show in what is found.
  @Test(arguments: [1024, 2048, 5120, 1 << 18])
  func windowsOfAnySizeGiveTheSame(window: Int) throws {
    var samples = (0..<5).map { exampleSample($0) }
    samples[2].key = String(repeating: "long/", count: 300) + "x"
    try pack(samples, into: "long", in: folder)
    for path in [shard, folder.file("long/shard-000000.tar"), fixture("foreign/gnu-names.tar")] {
      let bytes = try readFile(path)
      let index = try ShardIndex(scanning: path)
      let pass = ShardPass(try ShardBytes(path), window: window)
      var found = ShardIndex()
      while let entry = try pass.next() {
        found.add(entry, name: pass.name(of: entry))
        let data = Array(bytes[entry.offset..<(entry.offset + entry.size)])
        #expect(try pass.begins(entry, with: "{\"key\"".utf8) == data.starts(with: "{\"key\"".utf8))
        #expect(try pass.checksum(of: entry) == XXH64.hash(data))
      }
      #expect(found == index)
      #expect(try pass.finish() == XXH64.hash(bytes))
    }
  }

  /// Every member that stands in the hole is named, no other.
  @Test(arguments: 0..<30)
  func membersInAHoleAreNamed(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let index = try ShardIndex(scanning: shard)
    let start = random.integer(in: 0...8000) / 512 * 512
    let hole = start..<(start + 512)
    let isIndexed = seed % 2 == 0
    let checksums = try #require(HexList.values(record().members))
    let diagnosis = ShardDiagnosis(
      try shard(without: hole), index: isIndexed ? index : nil, checksums: checksums)
    let hit = index.samples.filter { sample in
      sample.contains { (($0.offset - 512)..<($0.offset + $0.size)).overlaps(hole) }
    }.map(ShardIndex.key)
    let named = diagnosis.faults.compactMap(\.sample)
    if isIndexed {
      #expect(Set(named) == Set(hit), "\(hole)")
    } else {
      // A header that cannot be read names nobody.
      #expect(Set(named).isSubset(of: hit), "\(hole)")
    }
  }

  /// All samples that do not stand in the hole are kept.
  @Test(arguments: 0..<30)
  func samplesBesideAHoleAreKept(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let index = try ShardIndex(scanning: shard)
    let start = random.integer(in: 0...8000) / 512 * 512
    let hole = start..<(start + 1024)
    let isIndexed = seed % 2 == 0
    let record = try record()
    if !isIndexed { try removeFile(set + "/shard-000001.idx") }
    let sound = SoundSamples(of: try shard(without: hole), record: record, isProven: false)
    let whole = index.samples.filter { sample in
      !sample.contains { ($0.offset..<($0.offset + $0.size)).overlaps(hole) }
    }.map(ShardIndex.key)
    if isIndexed {
      #expect(sound.samples.map(\.key) == whole, "\(hole)")
    } else {
      #expect(Set(sound.samples.map(\.key)).isSubset(of: whole), "\(hole)")
      #expect(sound.samples.count >= 1)
    }
    var account = SalvageAccount()
    account.kept = Set(sound.samples.map { SampleKey($0.key) })
    account.lose(sound, record: record, path: set + "/shard-000001.tar")
    #expect(account.lost == 4 - sound.samples.count)
    for sample in sound.samples { _ = try sound.members(of: sample) }
  }
}
