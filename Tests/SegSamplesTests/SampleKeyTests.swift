import SegBasics
import SegImaging
import SegSamples
import Testing

@Suite struct SampleKeyTests {
  private let faults: [(String, SampleKeyError)] = [
    ("", .empty), ("dir/", .endsInSlash("dir/")), ("/", .endsInSlash("/")),
    ("a\0b", .holdsNUL("a\0b")),
  ]

  private func read(_ members: [(String, [UInt8])]) throws -> Sample? {
    let sink = MemorySink()
    var tar = TarWriter(sink)
    for (name, data) in members { try tar.add(name: name, data: data) }
    try tar.finish()
    return try SampleStreamReader(BufferedInput(bytes: sink.bytes, name: "test")).next()
  }

  @Test func unusableKeysAreRefusedOnWriting() {
    let image = Image.uint8(Raster(height: 1, width: 1, channels: 1, filledWith: 0))
    for (key, fault) in faults {
      #expect(throws: fault) { try Sample(key: key, image: .pixels(image)).members() }
    }
  }

  @Test func unusableKeysOfMetadataAreRefused() throws {
    for (key, fault) in faults {
      let json = try SampleMetadata().encoded(key: key)
      #expect(throws: Located(fault, path: "test", sample: "a")) {
        try read([("a.png", [1]), ("a.json", json)])
      }
    }
  }

  @Test func unusableKeysOfManifestsAreRefused() {
    for (key, fault) in faults {
      let written = key == "a\0b" ? "a\\u0000b" : key
      #expect(throws: JSONError.badField("key", fault.description)) {
        try ManifestEntry(line: Array("{\"key\":\"\(written)\",\"image\":\"b\"}".utf8))
      }
    }
  }

  @Test(arguments: ["../a", "/a", "a//b", "a/./b", "..", "a/.."])
  func keysThatLeadElsewhereAreRefused(key: String) {
    #expect(throws: SampleKeyError.leadsElsewhere(key)) { try SampleKey(key).check() }
  }

  @Test func faultsAreWordedForPeople() {
    #expect(SampleKeyError.holdsNUL("a\0b").description.hasPrefix("the key a\\0b holds a NUL"))
  }

  /// Whatever passes the check is read back from the member names, byte for byte.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func usableKeysRoundTrip(seed: UInt64) throws {
    let pieces = [
      "/", ".", "%", "2E", "%2E", "%25", "a", "é", "e\u{301}", "\u{301}", "__", "\n", " ",
    ]
    var random = RandomStream(seed: seed)
    let count = random.integer(in: 1...6)
    let key = (0..<count).map { _ in pieces[random.integer(in: 0...(pieces.count - 1))] }.joined()
    guard (try? SampleKey(key).check()) != nil else {
      let parts = key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      #expect(parts.contains { $0.isEmpty || $0.allSatisfy { $0 == UInt8(ascii: ".") } })
      return
    }
    for fileExtension in ["png", "mask.npy", "\u{301}.json"] {
      let name = MemberName.make(key: key, extension: fileExtension)
      let split = try #require(MemberName.split(name))
      #expect(SampleKey(MemberName.unescape(split.key)) == SampleKey(key))
      #expect(split.extension.utf8.elementsEqual(fileExtension.utf8))
    }
  }

  @Test func spellingsAreDifferentKeys() {
    #expect("\u{E9}" == "e\u{301}")
    #expect(SampleKey("\u{E9}") != SampleKey("e\u{301}"))
    #expect(Set([SampleKey("\u{E9}"), SampleKey("e\u{301}"), SampleKey("\u{E9}")]).count == 2)
  }
}
