import Testing

@testable import SegSheets

@Suite struct CaptionTests {
  @Test(arguments: [
    ("Abyssinian_1", 12, "Abyssinian_1"), ("Abyssinian_100", 12, "Abys...n_100"),
    ("Abyssinian_100", 13, "Abyss...n_100"), ("abcdefgh", 5, "a...h"), ("abcdefgh", 4, "abcd"),
    ("abcdefgh", 0, ""), ("", 3, ""),
  ])
  func shortening(text: String, count: Int, result: String) {
    #expect(shorten(text, to: count) == result)
  }

  @Test(arguments: 0..<30)
  func neverLongerThanAsked(count: Int) {
    let text = "cities/stra\u{DF}e/Ko\u{308}ln_000123"
    #expect(shorten(text, to: count).count == min(count, text.count))
  }

  @Test(arguments: [
    (0, 10, "0%"), (0, 0, "0%"), (10, 10, "100%"), (1, 3, "33.3%"), (289, 1000, "28.9%"),
    (1, 100_000, "<0.1%"), (99_999, 100_000, ">99.9%"), (5, 100, "5.0%"),
  ])
  func shares(count: Int, total: Int, result: String) {
    #expect(percent(count, of: total) == result)
  }
}
