import SegImaging
import Testing

@testable import SegTraining

@Suite struct LogitMapTests {
  // z = (torch.arange(36) * 37 % 101).float().div(10).reshape(3, 4, 3).permute(2, 0, 1)[None]
  // F.interpolate(z, size, mode="bilinear", align_corners=False).argmax(1)
  private let logits = LogitMap(
    size: PixelSize(width: 4, height: 3), classes: 3,
    values: (0..<36).map { Float($0 * 37 % 101) / 10 })

  @Test(arguments: [
    (PixelSize(width: 3, height: 2), [2, 2, 1, 0, 0, 2] as [UInt8]),
    (
      PixelSize(width: 9, height: 7),
      [
        2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1,
        1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0, 2, 2,
        2,
      ]
    ),
  ])
  func likePyTorch(size: PixelSize, expected: [UInt8]) {
    #expect(
      logits.labelMap(at: size)
        == .uint8(
          Raster(height: size.height, width: size.width, channels: 1, values: expected)))
  }

  @Test func ownSizeIsTheLargestLogit() {
    let expected = (0..<12).map { pixel in
      let three = (0..<3).map { (pixel * 3 + $0) * 37 % 101 }
      return UInt8(three.firstIndex(of: three.max() ?? 0) ?? 0)
    }
    #expect(
      logits.labelMap(at: logits.size)
        == .uint8(Raster(height: 3, width: 4, channels: 1, values: expected)))
  }

  /// What a letterbox put around the picture is left out before the rest is brought to its size.
  @Test func rectanglesAreCutOut() {
    let part = logits.cropped(to: PixelBox(x: 1, y: 1, width: 2, height: 2))
    #expect(part.size == PixelSize(width: 2, height: 2))
    let values = [15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32].map { Float($0 * 37 % 101) / 10 }
    #expect(part.values == values)
    #expect(logits.cropped(to: PixelBox(logits.size)).values == logits.values)
  }

  @Test func manyClassesTakeSixteenBits() {
    let many = LogitMap(
      size: PixelSize(width: 1, height: 1), classes: 300,
      values: (0..<300).map { $0 == 290 ? 1 : 0 })
    let size = PixelSize(width: 2, height: 1)
    #expect(
      many.labelMap(at: size)
        == .uint16(Raster(height: 1, width: 2, channels: 1, values: [290, 290])))
  }

  // torch.tensor([[1., 3., 3.], [2., 2., 2.]]).argmax(1)
  @Test func theLowestIndexWinsTies() {
    let ties = LogitMap(
      size: PixelSize(width: 2, height: 1), classes: 3, values: [1, 3, 3, 2, 2, 2])
    #expect(
      ties.labelMap(at: ties.size)
        == .uint8(Raster(height: 1, width: 2, channels: 1, values: [1, 0])))
  }
}
