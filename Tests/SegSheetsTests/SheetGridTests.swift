import SegImaging
import Testing

@testable import SegSheets

@Suite struct SheetGridTests {
  @Test(arguments: [
    (600, 400, 192, 128), (400, 600, 128, 192), (192, 192, 192, 192), (3, 2, 192, 128),
    (10_000, 1, 192, 1), (1, 10_000, 1, 192), (500, 333, 192, 128),
  ])
  func picturesFitTheirTile(width: Int, height: Int, fittedWidth: Int, fittedHeight: Int) {
    #expect(
      fittedSize(PixelSize(width: width, height: height), in: 192)
        == PixelSize(width: fittedWidth, height: fittedHeight))
  }

  private func grid(_ samples: Int, columns: Int? = nil, tiles: Int = 3) -> SheetGrid {
    SheetGrid(
      metrics: SheetMetrics(tile: 192), samples: samples, tilesOnCard: tiles, columns: columns,
      legendHeight: { _ in 90 })
  }

  @Test(arguments: [12, 20, 24, 40, 100], [1, 3])
  func defaultColumnsMakeALandscapeSheet(samples: Int, tiles: Int) {
    let size = grid(samples, tiles: tiles).size
    let ratio = Double(size.width) / Double(size.height)
    #expect((1.1...2.0).contains(ratio), "\(samples) samples make a sheet of \(size)")
  }

  /// An empty place weighs more than a sheet that is a little too wide.
  @Test func fullRowsArePreferred() {
    #expect(grid(9).columns == 3)
    #expect(grid(4).columns == 2)
  }

  @Test func columnsAreNoMoreThanTheSamples() {
    #expect(grid(3, columns: 10).columns == 3)
    #expect(grid(3, columns: 2).columns == 2)
  }

  /// Nothing overlaps, and the margin is the same on all sides.
  @Test(arguments: [1, 2, 7, 40], [1, 3, nil])
  func cardsStandApart(samples: Int, columns: Int?) throws {
    let grid = grid(samples, columns: columns)
    let legend = try #require(grid.legend)
    let margin = SheetMetrics(tile: 192).margin
    #expect(legend.x == margin && legend.right == grid.size.width - margin)
    #expect(legend.bottom == grid.size.height - margin)
    for position in 0..<samples {
      let card = grid.card(position)
      #expect(card.x >= margin && card.right <= grid.size.width - margin)
      #expect(card.y >= margin && card.bottom < legend.y)
      if position > 0 {
        let before = grid.card(position - 1)
        #expect(card.x > before.right || card.y > before.bottom)
      }
    }
  }
}
