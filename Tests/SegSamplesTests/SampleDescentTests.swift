import SegSamples
import Testing

@Suite struct SampleDescentTests {
  @Test(arguments: [
    ("a", "a"), ("a~0", "a"), ("a~12", "a"), ("a~orig", "a"), ("a~1~orig", "a"), ("a~0~3", "a"),
    ("a~", "a~"), ("a~b", "a~b"), ("a~0b", "a~0b"), ("~0", "~0"), ("a~b~0", "a~b"), ("~", "~"),
    ("a~1~x", "a~1~x"), ("d/a~2", "d/a"), ("\u{E9}~0", "\u{E9}"), ("a~\u{0661}", "a~\u{0661}"),
    ("~0~1", "~0"),
  ])
  func marksOfCopiesAreNoPartOfAnOrigin(key: String, origin: String) {
    #expect(SampleDescent.origin(of: key) == SampleKey(origin))
    #expect(SampleDescent(key: key).origin == SampleKey(origin))
  }

  @Test func theSourceCountsBeforeTheKey() {
    var metadata = SampleMetadata()
    metadata.source = "b~1"
    metadata.copy = 0
    #expect(SampleDescent(key: "a", metadata: metadata).origin == SampleKey("b"))
  }

  /// The field of another program says nothing of copies.
  @Test func aSourceOfNoCopyIsNoOrigin() {
    var metadata = SampleMetadata()
    metadata.source = "camera 1"
    #expect(SampleDescent(key: "a~orig", metadata: metadata).origin == SampleKey("a"))
  }

  /// Partners of partners too, each once, and not the sample itself.
  @Test func partnersAreNamed() {
    func partner(_ key: String, _ draws: [JSONValue] = []) -> JSONValue {
      .object(["key": .string(key), "draws": .array(draws)])
    }
    func draw(_ partners: [JSONValue]) -> JSONValue {
      .object(["name": .string("cutmix"), "parameters": .object(["partners": .array(partners)])])
    }
    var metadata = SampleMetadata()
    metadata.mix = .init(partner: "m~0", weight: 0.5)
    metadata.draws = [
      .init(name: "hflip", place: "0", parameters: nil),
      .init(
        name: "ricap", place: "1",
        parameters: [
          "x": .integer(3),
          "partners": .array([
            partner("p"), partner("a~2"), partner("q", [draw([partner("r"), partner("m")])]),
            .string("odd"),
          ]),
        ]),
    ]
    let descent = SampleDescent(key: "a", metadata: metadata)
    #expect(descent.partners == ["m", "p", "q", "r"].map(SampleKey.init))
  }
}
