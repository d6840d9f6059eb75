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
    for channels in 1...4 {
      #expect(TestPicture.image([2, 2, channels, 8]).supportsColorAdjustment)
      #expect(TestPicture.image([2, 2, channels, 16]).supportsColorAdjustment)
    }
    #expect(!TestPicture.image([2, 2, 5, 8]).supportsColorAdjustment)
  }

  /// Colours change as without alpha, and alpha not at all.
  @Test(arguments: [[5, 7, 2, 8], [5, 7, 4, 8], [5, 7, 2, 16], [5, 7, 4, 16]])
  func alphaStays(shape: [Int]) {
    let image = TestPicture.image(shape)
    let colors = shape[2] - 1
    let changes: [(inout Image) -> Void] = [
      { $0.adjustBrightness(1.3) }, { $0.adjustContrast(0.4) }, { $0.adjustSaturation(2) },
      { $0.adjustHue(0.2) }, { $0.makeGray() }, { $0.adjustSharpness(0) },
      { $0.shiftHSV(degrees: 40, saturation: -20, value: 30) },
      { $0.equalizeAdaptively(clipLimit: 2, tiles: PixelSize(width: 2, height: 3)) },
    ]
    for (index, change) in changes.enumerated() {
      var changed = image
      change(&changed)
      var opaque = image.firstChannels(colors)
      change(&opaque)
      #expect(changed.firstChannels(colors) == opaque, "change \(index)")
      for (place, (got, was)) in zip(changed.samples, image.samples).enumerated()
      where place % shape[2] == colors {
        #expect(got == was, "change \(index)")
      }
    }
  }
}

extension Image {
  fileprivate func firstChannels(_ count: Int) -> Image {
    let kept = samples.enumerated().filter { $0.offset % channels < count }.map(\.element)
    return switch self {
    case .uint8:
      .uint8(
        Raster(height: height, width: width, channels: count, values: kept.map { UInt8($0) }))
    case .uint16:
      .uint16(
        Raster(height: height, width: width, channels: count, values: kept.map { UInt16($0) }))
    }
  }
}
