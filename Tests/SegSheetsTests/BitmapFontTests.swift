import Testing

@testable import SegSheets

@Suite struct BitmapFontTests {
  private func drawing(_ code: UInt8) -> [String] {
    (0..<BitmapFont.glyphHeight).map { row in
      String((0..<5).map { BitmapFont.hasInk(code, column: $0, row: row) ? "#" : "." })
    }
  }

  @Test func everyASCIICharacterHasItsOwnGlyph() {
    let drawings = BitmapFont.codes.map { drawing($0).joined() }
    #expect(drawings.count == 95)
    #expect(Set(drawings).count == 95)
    #expect(drawings.count { !$0.contains("#") } == 1, "only the space is empty")
  }

  @Test func glyphsStandWhereTheirCodesAre() {
    #expect(
      drawing(UInt8(ascii: "g")) == [
        ".....", ".....", ".####", "#...#", "#...#", "#...#", ".####", "....#", ".###.",
      ])
    #expect(
      drawing(UInt8(ascii: "7")) == [
        "#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#...", ".....", ".....",
      ])
  }

  /// Capitals and digits stand on the base line and do not reach below it.
  @Test(arguments: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8))
  func capitalsFillTheirHeight(code: UInt8) {
    let rows = drawing(code)
    #expect(rows[0].contains("#") && rows[6].contains("#"))
    #expect(!rows[7].contains("#") && !rows[8].contains("#"))
  }

  @Test func everythingElseIsAQuestionMark() {
    #expect(BitmapFont.codes(of: "a\u{E9}\n\u{1F408}") == Array("a???".utf8))
    #expect(drawing(200) == drawing(UInt8(ascii: "?")))
  }

  @Test(arguments: 0..<40, [1, 2, 3])
  func countAndWidthAgree(count: Int, scale: Int) {
    let width = BitmapFont.width(of: count, scale: scale)
    #expect(BitmapFont.count(fitting: width, scale: scale) == count)
    if count > 0 {
      #expect(BitmapFont.count(fitting: width - 1, scale: scale) == count - 1)
    }
  }
}
