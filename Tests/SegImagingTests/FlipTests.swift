import SegImaging
import Testing

@Suite struct FlipTests {
  @Test func mirrorsColumns() {
    let image = Image.uint16(Raster(height: 2, width: 3, channels: 1, values: [1, 2, 3, 4, 5, 6]))
    #expect(image.flippedHorizontally().samples == [3, 2, 1, 6, 5, 4])
    let labels = LabelMap.uint8(Raster(height: 2, width: 2, channels: 1, values: [1, 2, 3, 255]))
    #expect(
      labels.flippedHorizontally()
        == .uint8(Raster(height: 2, width: 2, channels: 1, values: [2, 1, 255, 3])))
  }

  @Test func keepsPixelsWhole() {
    let image = Image.uint8(Raster(height: 1, width: 2, channels: 3, values: [1, 2, 3, 4, 5, 6]))
    #expect(image.flippedHorizontally().samples == [4, 5, 6, 1, 2, 3])
  }

  @Test(arguments: [[5, 7, 3, 8], [3, 40, 3, 8], [1, 1, 1, 8], [4, 9, 4, 16], [2, 33, 3, 16]])
  func twiceIsNothing(shape: [Int]) {
    let image = TestPicture.image(shape)
    #expect(image.flippedHorizontally().flippedHorizontally() == image)
  }
}
