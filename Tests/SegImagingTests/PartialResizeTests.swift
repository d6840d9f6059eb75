import SegBasics
import Testing

@testable import SegImaging

/// Resizing a part, and keeping a part, gives the bytes of doing one after the other.
@Suite struct PartialResizeTests {
  @Test(arguments: ResizeFilter.allCases, 0..<60 as Range<UInt64>)
  func equalsOneAfterTheOther(filter: ResizeFilter, seed: UInt64) {
    var random = RandomStream(seed: seed)
    let shape = [
      random.integer(in: 1...40), random.integer(in: 1...40), random.integer(in: 1...4),
      random.chance(0.5) ? 8 : 16,
    ]
    let image = TestPicture.image(shape)
    let part = Self.box(in: image.size, &random)
    // Halves and whole factors have paths of their own.
    let size =
      switch random.integer(in: 0...3) {
      case 0: PixelSize(width: max(part.width / 2, 1), height: max(part.height / 2, 1))
      case 1: PixelSize(width: max(part.width / 3, 1), height: max(part.height / 2, 1))
      default: PixelSize(width: random.integer(in: 1...60), height: random.integer(in: 1...60))
      }
    let kept = Self.box(in: size, &random)
    let fused = image.resized(part, to: size, keeping: kept, filter: filter)
    let plain = image.cropped(to: part).resized(to: size, filter: filter).cropped(to: kept)
    #expect(fused == plain, "\(shape), \(part) to \(size), keeping \(kept)")
  }

  static func box(in size: PixelSize, _ random: inout RandomStream) -> PixelBox {
    let width = random.integer(in: 1...size.width)
    let height = random.integer(in: 1...size.height)
    return PixelBox(
      x: random.integer(in: 0...(size.width - width)),
      y: random.integer(in: 0...(size.height - height)), width: width, height: height)
  }

  /// What lies beyond the part must not be seen: here it is far from the part's own values.
  @Test(arguments: ResizeFilter.allCases)
  func nothingBeyondThePartIsSeen(filter: ResizeFilter) {
    var raster = Raster<UInt8>(height: 30, width: 30, channels: 3, filledWith: 255)
    for y in 10..<20 { for x in 10..<20 { for c in 0..<3 { raster[y, x, c] = 100 } } }
    let part = PixelBox(x: 10, y: 10, width: 10, height: 10)
    for size in [PixelSize(width: 5, height: 5), PixelSize(width: 23, height: 7)] {
      let result = Image.uint8(raster).resized(
        part, to: size, keeping: PixelBox(size), filter: filter)
      #expect(result.samples.allSatisfy { $0 == 100 })
    }
  }
}
