import SegImaging
import SegSamples
import Testing

@testable import SegSheets

@Suite struct PredictionTilesTests {
  private let style = SheetStyle()

  private func tiles(predicting prediction: UInt8) -> SampleTiles {
    var truth = Raster<UInt8>(height: 20, width: 30, channels: 1, filledWith: 0)
    truth[3, 4] = 2
    truth[5, 5] = 255
    return SampleTiles(
      key: "pet", image: Raster(height: 20, width: 30, channels: 3, filledWith: 77),
      truth: .uint8(truth),
      prediction: .uint8(Raster(height: 20, width: 30, channels: 1, filledWith: prediction)),
      classes: .petClasses, style: style)
  }

  @Test func threeTilesSideBySide() {
    let tiles = tiles(predicting: 1)
    let color = ClassTable.petClasses.entries[1].color
    #expect(tiles.masks?.overlay[0, 0, 0] == color.red)
    #expect(tiles.masks?.overlay[9, 9, 2] == color.blue)
    #expect(tiles.masks?.colorized[0, 0, 0] == ClassTable.petClasses.entries[0].color.red)
    #expect(tiles.size == PixelSize(width: 30, height: 20))
  }

  /// Frames of an animation must have one size, whatever is predicted.
  @Test func legendCountsTheTruth() throws {
    var sizes: Set<PixelSize> = []
    for prediction in 0..<3 {
      var sheet = ContactSheet(style: style)
      let tiles = tiles(predicting: UInt8(prediction))
      #expect(tiles.areas.map(\.pixels) == [598, 1, 1])
      try sheet.add(tiles)
      sizes.insert(try sheet.draw().size)
    }
    #expect(sizes.count == 1)
  }
}
