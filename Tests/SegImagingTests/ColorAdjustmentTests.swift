import SegImaging
import Testing

@Suite struct ColorAdjustmentTests {
  static let shapes = [[5, 7, 3, 8], [5, 7, 1, 8], [5, 7, 3, 16], [5, 7, 1, 16]]

  @Test(arguments: shapes)
  func neutralFactorsChangeNothing(shape: [Int]) {
    let image = TestPicture.image(shape)
    var adjusted = image
    adjusted.adjustBrightness(1)
    adjusted.adjustContrast(1)
    adjusted.adjustSaturation(1)
    #expect(adjusted == image)
  }

  @Test(arguments: shapes)
  func noBrightnessIsBlack(shape: [Int]) {
    var image = TestPicture.image(shape)
    image.adjustBrightness(0)
    #expect(image.samples.allSatisfy { $0 == 0 })
  }

  @Test(arguments: shapes)
  func noContrastIsUniform(shape: [Int]) {
    var image = TestPicture.image(shape)
    image.adjustContrast(0)
    #expect(Set(image.samples).count == 1)
  }

  @Test func grayPicturesHaveNoSaturationOrHue() {
    let image = TestPicture.image([5, 7, 1, 8])
    var adjusted = image
    adjusted.adjustSaturation(0.2)
    adjusted.adjustHue(0.3)
    #expect(adjusted == image)
  }

  @Test func grayPixelsHaveNoHue() {
    let values = (0...255).flatMap { [UInt8($0), UInt8($0), UInt8($0)] }
    var image = Image.uint8(Raster(height: 1, width: 256, channels: 3, values: values))
    image.adjustHue(0.4)
    #expect(image.samples == values.map { Int($0) })
  }

  /// A third of the circle, red to green to blue.
  @Test func primariesTurn() {
    var image = Image.uint16(
      Raster(height: 1, width: 3, channels: 3, values: [65535, 0, 0, 0, 65535, 0, 0, 0, 65535]))
    image.adjustHue(1.0 / 3)
    for (got, expected) in zip(image.samples, [0, 65535, 0, 0, 0, 65535, 65535, 0, 0]) {
      #expect(abs(got - expected) <= 1)
    }
  }

  /// Adjusting works in place, but never on another value's samples.
  @Test func copiesAreIndependent() {
    let image = TestPicture.image([5, 7, 3, 8])
    var copy = image
    copy.adjustBrightness(0)
    #expect(image == TestPicture.image([5, 7, 3, 8]))
    #expect(copy != image)
  }

  @Test func channelsThatAreSupported() {
    #expect(TestPicture.image([2, 2, 1, 8]).supportsColorAdjustment)
    #expect(TestPicture.image([2, 2, 3, 16]).supportsColorAdjustment)
    #expect(!TestPicture.image([2, 2, 2, 8]).supportsColorAdjustment)
    #expect(!TestPicture.image([2, 2, 4, 8]).supportsColorAdjustment)
  }
}
