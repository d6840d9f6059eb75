import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

/// Archives of other programs as input.
///
/// Written by Python's webdataset 1.0.2 and tarfile:
///
///     with wds.TarWriter(p, mtime=0) as w:
///         for k in range(3):
///             x = np.full((4,6,3), 40*k, np.uint8); x[0,0] = (1,2,3)
///             m = np.full((4,6), k, np.uint8); m[0,0] = 255
///             s = {"__key__": f"d{k}/img{k}", "png": png(x), "seg.png": png(m), "caption.txt": f"no {k}"}
///             if k == 1: s["json"] = {"author": "x", "n": 1}
///             w.write(s)
@Suite struct ForeignShardTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: StorageForm.lossless)
  func webDataset(store: StorageForm) throws {
    var packing = ShardPacking(
      inputs: [fixture("foreign/webdataset.tar")], folder: folder.file("set"))
    packing.settings.store = store
    #expect(try packing.run().samples == 3)
    let samples = try decodedSamples(folder.file("set"))
    #expect(samples.map(\.key) == ["d0/img0", "d1/img1", "d2/img2"])
    for (number, sample) in samples.enumerated() {
      guard case .pixels(.uint8(let image)) = sample.image,
        case .indices(.uint8(let labels)) = sample.labelMap
      else {
        Issue.record("sample \(number) was not decoded")
        continue
      }
      #expect(image.values == [1, 2, 3] + Array(repeating: UInt8(40 * number), count: 69))
      #expect(labels.values == [255] + Array(repeating: UInt8(number), count: 23))
      #expect(sample.extras.map(\.fileExtension) == ["caption.txt"])
      #expect(sample.extras.first?.data == Array("no \(number)".utf8))
    }
    #expect(samples[1].metadata.meta == ["author": .string("x"), "n": .integer(1)])
    let description = try #require(try ShardSet(folder.file("set")).description)
    #expect(description.statistics.classes.pixels == [23, 23, 23])
    #expect(description.statistics.classes.ignored == 3)
  }

  @Test(arguments: ["gnu", "pax"])
  func longNames(kind: String) throws {
    let packing = ShardPacking(
      inputs: [fixture("foreign/\(kind)-names.tar")], folder: folder.file("set"))
    #expect(try packing.run().samples == 1)
    let key = "long/" + String(repeating: "name", count: 40)
    let selection = try ShardSelection([key], in: [ShardSet(folder.file("set"))])
    try selection.read { #expect($0.writtenKey == key) }
    var verification = ShardVerification { Issue.record("\($0)") }
    try verification.check(folder.file("set"))
    #expect(verification.samples == 1)
  }

  /// DALI's index without names stands where a name holds white space.
  @Test func keysWithSpaces() throws {
    try pack([exampleSample(0, key: "a b"), exampleSample(1, key: "c")], into: "set", in: folder)
    let index = try readFile(folder.file("set/shard-000000.idx"))
    #expect(index.starts(with: "v1.1 2\nimage.npy 512 ".utf8))
    let set = try ShardSet(folder.file("set"))
    #expect(try set.index(of: set.shards[0]).samples.map(ShardIndex.key) == ["a b", "c"])
  }
}
