import SegImaging

/// How a contact sheet looks.
public struct SheetStyle: Sendable, Equatable {
  /// Side of the square tiles, in pixels, `32...2048`.
  public var tile = 192
  /// How strongly classes cover the picture, `0...1`.
  public var opacity = 0.5
  /// Samples side by side; nil makes the sheet about 3:2.
  public var columns: Int?

  /// The default look.
  public init() {}

  /// The most pixels of a sheet: 200 MB in memory.
  public static let maximumPixels = 1 << 26
}

/// The measures that follow from the size of a tile, in pixels.
struct SheetMetrics: Equatable {
  /// Side of a tile.
  let tile: Int
  /// Pixels a dot of the typeface; everything else is a multiple of it.
  let scale: Int

  init(tile: Int) {
    self.tile = tile
    scale = max(1, (tile + 96) / 144)
  }

  /// Around the sheet.
  var margin: Int { 10 * scale }
  /// Between cards.
  var gutter: Int { 6 * scale }
  /// Between the rim of a card and what is on it.
  var padding: Int { 5 * scale }
  /// Between the tiles of a card.
  var tileGap: Int { 3 * scale }
  /// Rounding of cards.
  var cornerRadius: Int { 3 * scale }
  /// Height of capital letters.
  var capHeight: Int { BitmapFont.capHeight * scale }
  /// From one line of text to the next.
  var lineHeight: Int { 13 * scale }

  /// A card with one or three tiles and a caption.
  func cardSize(tiles: Int) -> PixelSize {
    PixelSize(
      width: tiles * tile + (tiles - 1) * tileGap + 2 * padding,
      height: padding + tile + padding + capHeight + padding + scale)
  }
}

/// The colours of a sheet: quiet grays, so that the only colours are those of the samples.
enum SheetColor {
  static let background = RGBColor(228, 230, 234)
  static let card = RGBColor(255, 255, 255)
  static let well = RGBColor(241, 242, 245)
  static let emptyWell = RGBColor(233, 235, 239)
  static let text = RGBColor(38, 42, 50)
  static let quietText = RGBColor(122, 128, 140)
  static let rim = RGBColor(202, 205, 212)
}
