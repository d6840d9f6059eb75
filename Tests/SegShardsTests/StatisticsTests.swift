import FoundationEssentials
import SegSamples
import Testing

@testable import SegShards

/// Statistics that come from a file: they are added up only when they can be true.
@Suite struct StatisticsTests {
  private func sums(_ change: (inout [String: String]) -> Void) throws -> PixelSums {
    var fields = [
      "channels": "1", "bits": "8", "images": "1", "pixels": "4", "sum": "[10]", "squares": "[30]",
    ]
    change(&fields)
    let text = "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    return try decodeJSON(PixelSums.self, from: Array(text.utf8))
  }

  @Test func possibleSumsAreRead() throws {
    let read = try sums { _ in }
    #expect(read.mean == [2.5 / 255])
    #expect(abs(read.deviation[0] - 1.25.squareRoot() / 255) < 1e-15)
  }

  @Test(arguments: [
    ("channels", "0"), ("channels", "2"), ("channels", "-1"), ("bits", "7"), ("images", "0"),
    ("images", "5"), ("pixels", "0"), ("pixels", "18446744073709551615"), ("sum", "[]"),
    ("sum", "[11]"), ("sum", "[340282366920938463463374607431768211455]"), ("squares", "[24]"),
    ("squares", "[260101]"), ("squares", "[30,30]"),
  ])
  func impossibleSumsAreRefused(field: String, value: String) throws {
    #expect(throws: JSONError.self) { try sums { $0[field] = value } }
  }

  @Test func sumsThatGrowTooLargeAreRefused() throws {
    var read = try sums {
      $0["pixels"] = "281474976710655"
      $0["squares"] = "[100]"
    }
    let small = try sums { _ in }
    #expect(throws: ShardError.countTooLarge) { try read.add(small) }
  }

  @Test(
    arguments: [
      (1, [4], [1], 0), (0, [4], [1], 0), (1, [4], [], 0), (1, [0], [1], 0), (-1, [], [], 0),
      (1, [UInt64.max], [1], 0), (1, [4], [1], UInt64.max),
    ] as [(Int, [UInt64], [UInt64], UInt64)])
  func countsAreMatched(masks: Int, pixels: [UInt64], images: [UInt64], ignored: UInt64) throws {
    let counts = ClassCounts(masks: masks, pixels: pixels, images: images, ignored: ignored)
    #expect((counts != nil) == (masks == 1 && pixels == [4] && images == [1] && ignored == 0))
  }

  @Test func countsThatGrowTooLargeAreRefused() throws {
    var counts = try #require(
      ClassCounts(masks: 1, pixels: [1 << 62], images: [1], ignored: 0))
    let other = counts
    #expect(throws: ShardError.countTooLarge) { try counts.add(other) }
  }
}
