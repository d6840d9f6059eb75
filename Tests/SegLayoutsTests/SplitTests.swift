import SegBasics
import SegLayouts
import SegSamples
import Testing

@Suite struct SplitTests {
  private let parts = try? SplitParts("train=0.8,val=0.1,test=0.1")

  private func assignment(seed: UInt64) throws -> SplitAssignment {
    SplitAssignment(parts: try #require(parts), seed: seed)
  }

  @Test(arguments: [
    ("train", SplitError.malformedPart("train")), ("a=x,b=1", .malformedPart("a=x")),
    ("a=0,b=1", .malformedPart("a=0")), ("=1", .malformedPart("=1")),
    ("a=nan", .malformedPart("a=nan")), ("a=-1,b=2", .malformedPart("a=-1")),
    ("a=0.5,a=0.5", .repeatedPart("a")), ("a=0.5,b=0.25", .sharesDoNotAddUp(0.75)),
    ("", .malformedPart("")),
  ])
  func partsThatMakeNoSense(text: String, error: SplitError) {
    #expect(throws: error) { try SplitParts(text) }
  }

  @Test(arguments: UInt64(0)..<10)
  func sharesAreMetOnAverage(seed: UInt64) throws {
    let assignment = try assignment(seed: seed)
    var counts: [String: Int] = [:]
    for index in 0..<10_000 { counts[assignment.split(ofKey: "pet_\(index)"), default: 0] += 1 }
    // Five standard deviations of a binomial distribution.
    #expect(abs((counts["train"] ?? 0) - 8000) < 200)
    #expect(abs((counts["val"] ?? 0) - 1000) < 150)
    #expect(abs((counts["test"] ?? 0) - 1000) < 150)
  }

  @Test func anotherSeedDividesDifferently() throws {
    let keys = (0..<100).map { "pet_\($0)" }
    let first = try assignment(seed: 1)
    let second = try assignment(seed: 2)
    #expect(keys.map(first.split(ofKey:)) != keys.map(second.split(ofKey:)))
  }

  @Test(arguments: 1..<40)
  func withinAGroupSharesAreMetToWithinOne(count: Int) throws {
    let assignment = try assignment(seed: 3)
    let splits = assignment.splits(
      ofOrigins: (0..<count).map { SampleKey("k\($0)") }, group: "g")
    for (name, share) in [("train", 0.8), ("val", 0.1), ("test", 0.1)] {
      let number = splits.count { $0 == name }
      #expect(abs(Double(number) - share * Double(count)) <= 1)
    }
  }

  @Test func aNewKeyMovesAtMostOneAcrossEachCut() throws {
    let assignment = try assignment(seed: 4)
    let keys = (0..<200).map { SampleKey("k\($0)") }
    let before = assignment.splits(ofOrigins: keys, group: "g")
    for index in 0..<50 {
      let after = assignment.splits(ofOrigins: keys + [SampleKey("new\(index)")], group: "g")
      #expect(zip(before, after).count { $0 != $1 } <= 2)
    }
  }

  @Test func manySmallGroupsMeetTheSharesTogether() throws {
    let assignment = try assignment(seed: 5)
    let splits = (0..<2000).flatMap {
      assignment.splits(ofOrigins: [SampleKey("k\($0)")], group: "g\($0)")
    }
    #expect(abs(splits.count { $0 == "train" } - 1600) < 90)
  }

  private func rewritten(_ lines: [String], stratify: String?) throws -> [ManifestEntry] {
    let bytes = Array(lines.joined(separator: "\n").utf8)
    let reader = ManifestReader(BufferedInput(bytes: bytes, name: "m"))
    var entries: [ManifestEntry] = []
    try splitManifest(
      reader, name: "m", by: try assignment(seed: 6), stratifiedBy: stratify
    ) { entries.append($0) }
    return entries
  }

  @Test func orderAndOtherFieldsStay() throws {
    let lines = (0..<20).map {
      #"{"key":"k\#($0)","image":"\#($0).jpg","meta":{"breed":"b\#($0 % 2)"}}"#
    }
    let assignment = try assignment(seed: 6)
    let plain = try rewritten(lines, stratify: nil)
    #expect(plain.map(\.split) == plain.map { assignment.split(ofKey: $0.key) })
    let grouped = try rewritten(lines, stratify: "meta.breed")
    #expect(grouped.map(\.image) == (0..<20).map { "\($0).jpg" })
    for breed in 0..<2 {
      let train = grouped.indices.count { $0 % 2 == breed && grouped[$0].split == "train" }
      #expect((7...9).contains(train))
    }
  }

  @Test func aSampleWithoutTheFieldIsNamed() throws {
    let lines = [
      #"{"key":"a","image":"a.jpg","meta":{"breed":"x"}}"#, #"{"key":"b","image":"b.jpg"}"#,
    ]
    let failure = try #require(throws: Located.self) {
      try rewritten(lines, stratify: "meta.breed")
    }
    #expect(failure.line == 2 && failure.sample == "b" && failure.exitStatus == .badData)
    #expect(throws: SplitError.unknownField("breed")) { try rewritten(lines, stratify: "breed") }
    #expect(throws: SplitError.unknownField("meta.")) { try rewritten(lines, stratify: "meta.") }
  }
}
