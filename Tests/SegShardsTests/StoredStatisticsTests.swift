import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

@Suite struct StoredStatisticsTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func counted(_ names: String..., jobs: Int = 2) throws -> StoredStatistics {
    var statistics = StoredStatistics()
    for name in names { try statistics.add(folder.file(name), jobs: jobs) }
    return statistics
  }

  private func samples() throws -> [Sample] {
    var samples = (0..<9).map { exampleSample($0, key: "k\($0)") }
    samples[2].metadata.split = nil
    samples[3].metadata.split = "val"
    samples[4].labelMap = nil
    try samples[5].storeAsPNG()
    return samples
  }

  /// What packing counted is what counting the stream gives.
  @Test(arguments: [1, 3])
  func setsAndStreamsAgree(jobs: Int) throws {
    try pack(try samples(), into: "set", in: folder)
    let set = try counted("set", jobs: jobs)
    let stream = try counted("set.input.tar", jobs: jobs)
    #expect(set.text.replacing("shards\t3", with: "shards\t1") == stream.text)
    #expect(set.counted == stream.counted)
    #expect(set.shards == 3)
    #expect(
      set.splits == [SampleKey("train"): 7, SampleKey("val"): 1, SampleKey("unlisted"): 1])
    #expect(set.members[SampleKey("mask.npy")]?.count == 7)
    #expect(set.members[SampleKey("png")]?.count == 1)
    #expect(set.width == StoredStatistics.Range([5, 6, 7, 8, 5, 6, 7, 8, 5]))
    #expect(set.height == StoredStatistics.Range([3, 4, 5, 3, 4, 5, 3, 4, 5]))
    let size = set.members.values.reduce(0) { $0 + $1.bytes }
    let indexed = try ShardSet(folder.file("set")).shards.reduce(0) { total, shard in
      try ShardSet(folder.file("set")).index(of: shard).samples.joined()
        .reduce(total) { $0 + $1.size }
    }
    #expect(size == indexed)
  }

  @Test func severalInputsAreCountedAsOne() throws {
    try pack(Array(try samples()[..<4]), into: "a", in: folder)
    try pack(Array(try samples()[4...]), into: "b", in: folder)
    try pack(try samples(), into: "all", in: folder)
    let parts = try counted("a", "b")
    let whole = try counted("all")
    #expect(parts.counted == whole.counted)
    #expect(parts.splits == whole.splits)
    var other = exampleSample(0, classes: .petBinary)
    other.labelMap = nil
    try pack([other], into: "other", in: folder)
    #expect(throws: Located.self) { try counted("a", "other") }
  }

  /// The numbers of a set small enough to be counted by hand.
  @Test func records() throws {
    let image = Raster<UInt8>(
      height: 1, width: 2, channels: 3, values: [0, 51, 102, 255, 153, 204])
    let labels = Raster<UInt8>(height: 1, width: 2, channels: 1, values: [1, 255])
    try pack(
      [
        Sample(
          key: "k", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)),
          metadata: SampleMetadata(split: "train", classes: .petBinary))
      ], into: "set", in: folder)
    let json = try #require(
      try ShardSet(folder.file("set")).index(of: folder.file("set/shard-000000.tar")).samples[0]
        .first { $0.fileExtension == "json" }?.size)
    let text = try counted("set").text
    #expect(
      text == """
        samples\t1
        shards\t1
        label-maps\t1
        split\ttrain\t1
        width\t2\t2\t2
        height\t1\t1\t1
        member\timage.npy\t1\t134
        member\tjson\t1\t\(json)
        member\tmask.npy\t1\t130
        class\t0\tbackground\t0\t0.0000\t0
        class\t1\tpet\t1\t0.5000\t1
        ignore\t1\t0.5000
        mean\t0.5000\t0.4000\t0.6000
        std\t0.5000\t0.2000\t0.2000

        """)
    let object = try decodeJSON(JSONValue.self, from: Array(try counted("set").json().utf8))
    guard case .object(let fields) = object else {
      Issue.record("no object")
      return
    }
    #expect(fields["samples"] == .integer(1))
    #expect(fields["splits"] == .object(["train": .integer(1)]))
  }

  @Test func manifestsAreForSegls() throws {
    try AtomicFile.write(Array(#"{"key":"a","image":"a.png"}"#.utf8), to: folder.file("m.jsonl"))
    let error = #expect(throws: Located.self) { try counted("m.jsonl") }
    #expect(error?.failure as? InputError == .manifest)
  }
}
