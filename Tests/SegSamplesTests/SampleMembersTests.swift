import SegBasics
import SegImaging
import SegSamples
import Testing

/// Which members make a sample, and where one sample ends and the next begins.
@Suite struct SampleMembersTests {
  private func archive(_ members: [(String, String)]) throws -> [UInt8] {
    let sink = MemorySink()
    var tar = TarWriter(sink)
    for (name, data) in members { try tar.add(name: name, data: Array(data.utf8)) }
    try tar.finish()
    return sink.bytes
  }

  private func samples(_ bytes: [UInt8]) throws -> [Sample] {
    let reader = SampleStreamReader(BufferedInput(bytes: bytes, name: "test"))
    var samples: [Sample] = []
    while let sample = try reader.next() { samples.append(sample) }
    return samples
  }

  private func file(_ text: String, _ fileExtension: String) -> LabelMapContent {
    .file(Array(text.utf8), extension: fileExtension)
  }

  /// The picture and the mask taken do not depend on the order of the archive.
  @Test func preferenceIsFixed() throws {
    let members = [
      ("a.mask.npy", "1"), ("a.mask.old.png", "2"), ("a.mask.png", "3"), ("a.seg.png", "4"),
      ("a.png", "5"), ("a.jpg", "6"), ("a.mask.txt", "7"),
    ]
    for order in [members, members.reversed()] {
      let sample = try #require(try samples(archive(order)).first)
      #expect(sample.image == .file(Array("6".utf8), extension: "jpg"))
      #expect(sample.labelMap == file("3", "png"))
      #expect(
        Set(sample.extras.map(\.fileExtension)) == [
          "extra.mask.npy", "extra.mask.old.png", "extra.seg.png", "extra.png", "mask.txt",
        ])
    }
  }

  /// What is written from a sample with two pictures and two masks reads back as the same sample.
  @Test func leftOverMembersNeverStandForTheOnesTaken() throws {
    let read = try samples(
      archive([
        ("a.image.npy", "1"), ("a.image.tif", "2"), ("a.tif", "3"), ("a.mask.png", "4"),
        ("a.mask.npy", "5"),
      ]))
    var sample = try #require(read.first)
    #expect(sample.image == .file(Array("2".utf8), extension: "tif"))
    sample.labelMap = .indices(.uint8(Raster(height: 1, width: 1, channels: 1, filledWith: 0)))
    let sink = MemorySink()
    var writer = SampleStreamWriter(sink)
    try writer.add(sample.members())
    try writer.finish()
    let again = try #require(try samples(sink.bytes).first)
    #expect(again.image == sample.image)
    guard case .file(let bytes, "npy") = again.labelMap else {
      Issue.record("the label map was not written as an array")
      return
    }
    #expect(bytes.count > 5)
    #expect(again.extras == sample.extras)
  }

  @Test func repeatedMembersAreNotWritten() throws {
    var sample = Sample(
      key: "a", image: .pixels(.uint8(Raster(height: 1, width: 1, channels: 1, filledWith: 0))))
    let read = try #require(try samples(archive([("a.png", "1"), ("a.txt", "2")])).first)
    sample.extras = read.extras + read.extras
    #expect(throws: SampleError.repeatedMember("txt")) { try sample.members() }
    sample.extras = read.extras
    sample.extras[0].fileExtension = "TXT"
    #expect(throws: SampleError.unusableMember("a.TXT")) { try sample.members() }
  }

  @Test func archivesEndTheirSamples() throws {
    let one = try archive([("a.png", "1"), ("a.txt", "2")])
    #expect(try samples(one + one).map(\.key) == ["a", "a"])
    let other = try archive([("a.jpg", "1"), ("a.cls", "2")])
    #expect(try samples(one + other).map { $0.extras.map(\.fileExtension) } == [["txt"], ["cls"]])
  }

  @Test func wholeSamplesEndWhereAMemberComesAgain() throws {
    let twice = try archive([("a.png", "1"), ("a.txt", "2"), ("a.PNG", "3"), ("a.txt", "4")])
    let read = try samples(twice)
    #expect(read.map(\.image) == ["1", "3"].map { .file(Array($0.utf8), extension: "png") })
    #expect(read.map { $0.extras.map(\.data) } == [[Array("2".utf8)], [Array("4".utf8)]])
  }

  @Test func equalKeysInSuccessionAreNotWritten() throws {
    let image = Image.uint8(Raster(height: 1, width: 1, channels: 1, filledWith: 0))
    let sample = { (key: String) in Sample(key: key, image: .pixels(image)) }
    var writer = SampleStreamWriter(MemorySink())
    try writer.add(sample("d/a.b").members())
    let error = #expect(throws: SampleError.repeatedKey("d/a.b")) {
      try writer.add(sample("d/a.b").members())
    }
    #expect(error?.description.contains("two samples with the key d/a.b") == true)
    try writer.add(sample("c").members())
    // Two spellings are two keys.
    try writer.add(sample("\u{E9}").members())
    try writer.add(sample("e\u{301}").members())
  }

  @Test func spellingsAreDifferentSamples() throws {
    let bytes = try archive([("\u{E9}.png", "1"), ("e\u{301}.png", "2")])
    let read = try samples(bytes)
    #expect(read.map { Array($0.key.utf8) } == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
    let extras = try samples(archive([("a.png", "1"), ("a.\u{E9}", "2"), ("a.e\u{301}", "3")]))
    #expect(extras.count == 1)
    #expect(extras[0].extras.count == 2)
  }
}
