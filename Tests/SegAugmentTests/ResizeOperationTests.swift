import SegBasics
import SegImaging
import Testing

@testable import SegAugment

@Suite struct ResizeOperationTests {
  private func size(_ word: String, width: Int, height: Int, seed: UInt64 = 0) throws -> PixelSize {
    var canvas = Canvas(
      image: .uint8(Raster(height: height, width: width, channels: 1, filledWith: 0)),
      labelMaps: [])
    _ = try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: seed, sample: "k"))
    return canvas.size
  }

  /// torchvision 0.28: `Resize(24)`, `Resize(24, max_size=30)` and `Resize(None, max_size=40)` on
  /// `torch.zeros(1, 33, 45)`; OpenCV 5.0: `resize(…, None, fx=1.5, fy=1.5)`.
  @Test(
    arguments: [
      ("resize=24", 32, 24), ("resize=24:max=30", 30, 22), ("resize:longest=40", 40, 29),
      ("resize:factor=1.5", 68, 50), ("resize:factor=0.001", 1, 1), ("resize=7x9", 7, 9),
      ("resize:multiple=32", 32, 32), ("resize:multiple=10", 50, 30),
      ("resize:longest=40,multiple=8", 40, 32), ("resize=7x9:multiple=4", 8, 8),
      ("resize:multiple=100", 100, 100),
    ])
  func sizes(word: String, width: Int, height: Int) throws {
    #expect(try size(word, width: 45, height: 33) == PixelSize(width: width, height: height))
    let turned = try size(word, width: 33, height: 45)
    let isFixed = word.contains("x") && !word.contains("max")
    #expect(turned.width == (isFixed ? width : height))
  }

  /// albumentations 2.0.8: LongestMaxSize(64), SmallestMaxSize(64), RandomScale((-0.35, -0.35)).
  @Test(
    arguments: [
      ("resize:longest=64,rounding=nearest", 300, 220, 64, 47),
      ("resize=64:rounding=nearest", 640, 427, 96, 64),
      ("resize:factor=0.65,rounding=down", 500, 375, 325, 243),
    ])
  func roundsAsTold(word: String, width: Int, height: Int, newWidth: Int, newHeight: Int) throws {
    let size = try size(word, width: width, height: height)
    #expect(size == PixelSize(width: newWidth, height: newHeight))
  }

  @Test func drawsRanges() throws {
    var widths: [Int] = []
    var edges: Set<Int> = []
    var longest: Set<Int> = []
    for seed in 0..<2000 as Range<UInt64> {
      let size = try size("resize:factor=0.5..2", width: 100, height: 50, seed: seed)
      widths.append(size.width)
      #expect(abs(size.height * 2 - size.width) <= 2)
      edges.insert(try self.size("resize=10..13", width: 40, height: 30, seed: seed).height)
      longest.insert(
        try self.size("resize:longest=10..13", width: 40, height: 30, seed: seed).width)
    }
    #expect(abs(Double(widths.reduce(0, +)) / 2000 - 125) < 3)
    #expect((50...52).contains(widths.min() ?? 0) && (198...200).contains(widths.max() ?? 0))
    #expect(edges == Set(10...13) && longest == Set(10...13))
  }

  @Test(
    arguments: [
      "resize", "resize=4:longest=5", "resize:factor=0", "resize:factor=2..1", "resize=5..4",
      "resize:longest=0", "resize:multiple=0", "resize=4x4:factor=2", "resize:max=4",
      "resize:factor=2000",
    ])
  func refusesBadWords(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }

  /// What segfit keeps once and applies in validation: only what is the same for every epoch.
  @Test func fixedResizes() throws {
    let words = [
      "resize=40", "letterbox=64", "resize:factor=0.5..2", "resize=30..40", "letterbox=8:at=random",
      "resize:longest=3..4", "pad=80", "crop=64", "resize=12x12:p=0.5", "resize:multiple=32",
      "resize:factor=2",
    ]
    #expect(
      try Pipeline.resizes(of: words)
        == ["resize=40", "letterbox=64", "resize:multiple=32", "resize:factor=2"])
    #expect(try Pipeline(words).splitAfterResizes.varying.steps.count == 9)
    #expect(
      try Pipeline(["resize=40x30:multiple=8"]).firstResize == PixelSize(width: 40, height: 32))
    for word in ["resize=40", "letterbox=64", "resize:factor=2", "random-crop=4"] {
      #expect(try Pipeline([word]).firstResize == nil)
    }
  }

  /// Where the picture stands after several: 100x50 becomes 64x32 in the middle of 64x64, then 32x64.
  @Test func fittingsFollowEachOther() throws {
    let fitting = try Pipeline(["letterbox=64", "hflip", "resize=32x64"]).fitting(
      PixelSize(width: 100, height: 50))
    #expect(fitting.size == PixelSize(width: 32, height: 64))
    #expect(fitting.picture == PixelBox(x: 0, y: 16, width: 32, height: 32))
    let size = PixelSize(width: 9, height: 7)
    #expect(try Pipeline(["hflip"]).fitting(size).picture == PixelBox(size))
  }
}
