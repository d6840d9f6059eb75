import SegAugment
import SegBasics
import SegImaging
import Testing

@Suite struct PipelineResizingTests {
  private let words = ["resize=12x8:filter=nearest-exact", "hflip", "jitter:contrast=0.3"]

  private func picture() -> (Image, [LabelMap]) {
    let image = Raster<UInt8>(
      height: 10, width: 15, channels: 3, values: (0..<450).map { UInt8($0 * 7 & 255) })
    let labels = Raster<UInt8>(
      height: 10, width: 15, channels: 1, values: (0..<150).map { UInt8($0 % 3) })
    return (.uint8(image), [.uint8(labels)])
  }

  /// The first part once and the second part each epoch give what the whole gives.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func partsMakeTheWhole(epoch: UInt64) throws {
    let key = StreamKey(seed: 5, epoch: epoch, sample: "pet")
    let pipeline = try Pipeline(words)
    var (image, labelMaps) = picture()
    _ = try pipeline.apply(to: &image, labelMaps: &labelMaps, key: key)
    var (cut, cutMaps) = picture()
    let (fixed, varying) = pipeline.splitAfterResizes
    _ = try fixed.apply(
      to: &cut, labelMaps: &cutMaps, key: StreamKey(seed: 0, sample: "another"))
    #expect(cut.size == PixelSize(width: 12, height: 8))
    _ = try varying.apply(to: &cut, labelMaps: &cutMaps, key: key)
    #expect(cut == image && cutMaps == labelMaps)
  }

  @Test func resizesAlone() throws {
    let later = ["hflip", "resize=6x4", "resize=3x3:p=0.5", "jitter"]
    #expect(try Pipeline.resizes(of: later) == ["resize=6x4"])
    let pipeline = try Pipeline(later)
    #expect(pipeline.splitAfterResizes.fixed.isEmpty)
    var (image, labelMaps) = picture()
    _ = try pipeline.resizes.apply(
      to: &image, labelMaps: &labelMaps, key: StreamKey(seed: 0, sample: "pet"))
    #expect(image == picture().0.resized(to: PixelSize(width: 6, height: 4), filter: .bilinear))
    #expect(try Pipeline([]).isEmpty)
  }

  /// Whole pictures go to the size that a crop behind the resizes has, in training.
  @Test(arguments: [
    (["hflip"], []),
    (["random-crop=8x8"], []),
    (["resize=8x8", "jitter"], ["resize=8x8"]),
    (["resize=12x12", "random-crop=8x8"], ["resize=12x12", "resize=8x8"]),
    (["resize=8", "random-crop=8x8"], ["resize=8", "resize=8x8"]),
  ])
  func resizesEndWithTheSize(words: [String], expected: [String]) throws {
    let size = PixelSize(width: 8, height: 8)
    let resizes = try Pipeline(words).resizes(to: size)
    #expect(resizes.words == expected)
    #expect(try Pipeline.resizes(of: expected) == expected)
  }
}
