import SegImaging
import Testing

/// Mistakes of the programmer that would let C read out of bounds.
@Suite struct PreconditionTests {
  @Test func rastersKeepTheirCount() async {
    await #expect(processExitsWith: .failure) {
      var raster = Raster<UInt8>(height: 2, width: 2, channels: 1, filledWith: 0)
      raster.values.append(1)
    }
    await #expect(processExitsWith: .failure) {
      var raster = Raster<UInt8>(height: 2, width: 2, channels: 1, filledWith: 0)
      raster.values = []
    }
  }

  @Test func labelMapsHaveOneChannel() async {
    await #expect(processExitsWith: .failure) {
      _ = try? encodePNG(LabelMap.uint8(Raster(height: 2, width: 2, channels: 3, filledWith: 0)))
    }
    await #expect(processExitsWith: .failure) {
      _ = try? encodeTIFF([
        LabelMap.uint8(Raster(height: 2, width: 2, channels: 3, filledWith: 0))
      ])
    }
    await #expect(processExitsWith: .failure) {
      _ = LabelMap.uint8(Raster(height: 2, width: 2, channels: 3, filledWith: 0)).encodedNPY()
    }
  }

  @Test func colorFactorsAreFinite() async {
    await #expect(processExitsWith: .failure) {
      var image = Image.uint8(Raster(height: 2, width: 2, channels: 3, filledWith: 0))
      image.adjustBrightness(.infinity)
    }
    await #expect(processExitsWith: .failure) {
      var image = Image.uint8(Raster(height: 2, width: 2, channels: 3, filledWith: 0))
      image.adjustContrast(1e7)
    }
  }
}
