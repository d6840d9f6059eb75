import SegBasics
import SegImaging
import SegSamples
import Testing

@Suite struct SampleStreamTests {
  private func sample(_ key: String) -> Sample {
    var sample = Sample(
      key: key,
      image: .pixels(.uint8(Raster(height: 2, width: 3, channels: 3, filledWith: 9))),
      labelMap: .indices(.uint8(Raster(height: 2, width: 3, channels: 1, filledWith: 1))),
      metadata: SampleMetadata(
        split: "train", classes: .petBinary, meta: ["b": .number(1.5), "a": .string("x/y")]))
    sample.metadata.source = "origin"
    sample.metadata.copy = 2
    sample.metadata.draws = [.init(name: "hflip", place: "0", parameters: [:])]
    return sample
  }

  private func stream(_ samples: [Sample]) throws -> [UInt8] {
    let sink = MemorySink()
    var writer = SampleStreamWriter(sink)
    for sample in samples { try writer.add(sample.members()) }
    try writer.finish()
    return sink.bytes
  }

  private func samples(_ bytes: [UInt8]) throws -> [Sample] {
    let reader = SampleStreamReader(BufferedInput(bytes: bytes, name: "test"))
    var samples: [Sample] = []
    while var sample = try reader.next() {
      _ = try sample.decode()
      samples.append(sample)
    }
    return samples
  }

  @Test(arguments: ["a", "d/e.f", "50%", "naïve/ü.1~0", String(repeating: "long", count: 60)])
  func roundTrip(key: String) throws {
    #expect(try samples(stream([sample(key)])) == [sample(key)])
  }

  @Test func streamsFollowOneAnother() throws {
    let bytes = try stream([sample("a"), sample("b")]) + stream([sample("c")])
    #expect(try samples(bytes).map(\.key) == ["a", "b", "c"])
  }

  @Test func cutOffStreamNamesTheLastWholeSample() throws {
    let bytes = try stream([sample("a"), sample("b"), sample("c")])
    let error = #expect(throws: Located.self) {
      try samples(Array(bytes[..<(bytes.count - 1024 - 700)]))
    }
    #expect(error?.description.hasSuffix("(the last whole sample is b)") == true)
    #expect(error?.description.hasPrefix("test: tar: cut off inside") == true)
  }

  private func foreign(_ members: [(String, String)]) throws -> [UInt8] {
    let sink = MemorySink()
    var tar = TarWriter(sink)
    for (name, data) in members { try tar.add(name: name, data: Array(data.utf8)) }
    try tar.finish()
    return sink.bytes
  }

  @Test func foreignShardsAreRead() throws {
    let bytes = try foreign([
      ("d/1.SEG.png", "mask"), ("d/1.caption.txt", "a cat"), ("d/1.json", "{\"license\": 3}"),
      ("d/1.jpeg", "image"), ("README", "no sample"), ("2.png", "image"),
    ])
    let reader = SampleStreamReader(BufferedInput(bytes: bytes, name: "foreign"))
    let first = try #require(try reader.next())
    #expect(first.key == "d/1")
    #expect(first.image == .file(Array("image".utf8), extension: "jpeg"))
    #expect(first.labelMap == .file(Array("mask".utf8), extension: "png"))
    #expect(first.metadata.meta == ["license": .integer(3)])
    #expect(first.extras.map(\.fileExtension) == ["caption.txt"])
    let second = try #require(try reader.next())
    #expect(second.key == "2" && second.labelMap == nil)
    #expect(try reader.next() == nil)
  }

  @Test func faultsOfASampleAreNamed() throws {
    let twice = try foreign([("a.txt", "1"), ("a.TXT", "2"), ("a.png", "3")])
    #expect(throws: Located(SampleError.repeatedMember("txt"), path: "test", sample: "a")) {
      try samples(twice)
    }
    let without = try foreign([("a.txt", "1")])
    #expect(
      throws: Located(SampleError.noImage(members: [".txt"]), path: "test", sample: "a")
    ) { try samples(without) }
    var differing = sample("a")
    differing.labelMap = .indices(.uint8(Raster(height: 3, width: 2, channels: 1, filledWith: 0)))
    let file = try stream([differing])
    #expect(
      throws: SampleError.sizeMismatch(
        image: PixelSize(width: 3, height: 2), labelMap: PixelSize(width: 2, height: 3))
    ) { try samples(file) }
  }

  @Test func metadataIsOneLineInTheOrderOfItsDefinition() throws {
    let text = String(decoding: try sample("k").metadata.encoded(key: "k"), as: UTF8.self)
    #expect(
      text == """
        {"key":"k","source":"origin","copy":2,"split":"train","classes":"oxford-pet/binary",\
        "ignore":255,"meta":{"a":"x/y","b":1.5},"draws":[{"name":"hflip","parameters":{},\
        "place":"0"}]}

        """)
  }
}
