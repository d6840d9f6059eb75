import SegImaging
import Testing

@Suite struct OrientationTests {
  /// `PIL.ImageOps.exif_transpose` of the picture 1 2 3 / 4 5 6.
  @Test(
    arguments: [
      (1, 3, [1, 2, 3, 4, 5, 6]), (2, 3, [3, 2, 1, 6, 5, 4]), (3, 3, [6, 5, 4, 3, 2, 1]),
      (4, 3, [4, 5, 6, 1, 2, 3]), (5, 2, [1, 4, 2, 5, 3, 6]), (6, 2, [4, 1, 5, 2, 6, 3]),
      (7, 2, [6, 3, 5, 2, 4, 1]), (8, 2, [3, 6, 2, 5, 1, 4]),
    ] as [(Int, Int, [UInt8])])
  func allEight(orientation: Int, width: Int, expected: [UInt8]) {
    let raster = Raster<UInt8>(height: 2, width: 3, channels: 1, values: [1, 2, 3, 4, 5, 6])
    let turned = Raster(height: 6 / width, width: width, channels: 1, values: expected)
    #expect(Image.uint8(raster).oriented(orientation) == .uint8(turned))
    #expect(LabelMap.uint8(raster).oriented(orientation) == .uint8(turned))
    // Channels stay together.
    func colors(_ raster: Raster<UInt8>) -> Image {
      .uint16(
        Raster(
          height: raster.height, width: raster.width, channels: 3,
          values: raster.values.flatMap { [UInt16($0), 1000 + UInt16($0), 7] }))
    }
    #expect(colors(raster).oriented(orientation) == colors(turned))
  }

  /// A mask of the stored size, of the turned size, of another size, and none.
  @Test(arguments: 1...8)
  func pairs(orientation: Int) {
    let stored = PixelSize(width: 4, height: 3)
    let turned = PixelSize(width: 3, height: 4)
    func pair(_ mask: PixelSize?) -> PairedOrientation {
      PairedOrientation(stored: stored, orientation: orientation, mask: mask)
    }
    #expect(pair(nil).orientation == orientation)
    #expect(pair(nil).warning == nil)
    #expect(!pair(stored).applies || orientation == 1)
    #expect((pair(stored).warning != nil) == (2...4).contains(orientation))
    #expect(pair(turned).orientation == (orientation >= 5 ? orientation : 1))
    #expect(pair(turned).warning == nil)
    #expect(!pair(PixelSize(width: 9, height: 9)).applies)
    #expect(pair(PixelSize(width: 9, height: 9)).warning == nil)
    let square = PixelSize(width: 5, height: 5)
    let same = PairedOrientation(stored: square, orientation: orientation, mask: square)
    #expect(!same.applies)
    #expect((same.warning != nil) == (orientation != 1))
  }

  @Test(arguments: [0, 9, -1])
  func invalidCountsAsOne(orientation: Int) {
    let size = PixelSize(width: 4, height: 3)
    #expect(
      PairedOrientation(stored: size, orientation: orientation, mask: nil).orientation == 1)
  }
}
