import SegImaging

extension Canvas {
  /// Draws one line of text; characters without a glyph are drawn as `?`.
  ///
  /// Enlarged glyphs get smooth diagonals: where two inked dots touch at a corner only, the two
  /// corners beside the joint are filled.
  ///
  /// - Parameters:
  ///   - text: As many characters as shall be drawn; nothing is wrapped or shortened.
  ///   - x: Left side of the first glyph.
  ///   - y: Top of the capital letters.
  ///   - scale: Pixels a dot of the glyph, at least 1.
  mutating func draw(
    _ text: some StringProtocol, x: Int, y: Int, scale: Int, color: RGBColor
  ) {
    for (position, code) in BitmapFont.codes(of: text).enumerated() {
      let left = x + position * BitmapFont.advance * scale
      // One dot more on each side, where joints may reach.
      for row in -1...BitmapFont.glyphHeight {
        for column in -1...BitmapFont.glyphWidth {
          drawDot(
            of: code, column: column, row: row, x: left + column * scale, y: y + row * scale,
            scale: scale, color: color)
        }
      }
    }
  }

  private mutating func drawDot(
    of code: UInt8, column: Int, row: Int, x: Int, y: Int, scale: Int, color: RGBColor
  ) {
    func hasInk(_ dx: Int, _ dy: Int) -> Bool {
      BitmapFont.hasInk(code, column: column + dx, row: row + dy)
    }
    if hasInk(0, 0) {
      fill(Rectangle(x: x, y: y, width: scale, height: scale), color)
      return
    }
    guard scale > 1 else { return }
    for (dx, dy) in [(-1, -1), (1, -1), (-1, 1), (1, 1)]
    where hasInk(dx, 0) && hasInk(0, dy) && !hasInk(dx, dy) {
      for v in 0..<scale {
        for u in 0..<scale {
          // The corner's triangle has legs of half a dot; twice the distance keeps it whole.
          let inside = scale - (2 * u + 1) - (2 * v + 1) + 1
          let coverage = min(256, max(0, inside * 128))
          blend(
            color, coverage: coverage, x: dx < 0 ? x + u : x + scale - 1 - u,
            y: dy < 0 ? y + v : y + scale - 1 - v)
        }
      }
    }
  }
}

extension BitmapFont {
  /// Columns that `count` characters take, without the space after the last.
  static func width(of count: Int, scale: Int) -> Int {
    count == 0 ? 0 : (count * advance - (advance - glyphWidth)) * scale
  }

  /// How many characters fit in `width` columns.
  static func count(fitting width: Int, scale: Int) -> Int {
    max(0, (width / scale + advance - glyphWidth) / advance)
  }
}
