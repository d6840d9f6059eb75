import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

@Suite struct CropTests {
  /// A canvas of 20x10 whose samples are column and row; class 1 is one pixel at (17, 8), class 2 the
  /// upper half of the first five columns, the last column is ignored, and all else is 0.
  static func canvas(classes: Int? = nil, labelled: Bool = true) -> Canvas {
    let image = Raster<UInt8>(
      height: 10, width: 20, channels: 2,
      values: (0..<200).flatMap { [UInt8($0 % 20), UInt8($0 / 20)] })
    let map = Raster<UInt8>(
      height: 10, width: 20, channels: 1,
      values: (0..<200).map { position in
        let (x, y) = (position % 20, position / 20)
        return x == 19 ? 255 : x == 17 && y == 8 ? 1 : x < 5 && y < 5 ? 2 : 0
      })
    let entry = ClassTable.Entry("class", color: RGBColor(0, 0, 0))
    return Canvas(
      image: .uint8(image), labelMaps: labelled ? [.uint8(map)] : [],
      classes: classes.map { ClassTable(Array(repeating: entry, count: $0)) })
  }

  static func crop(
    _ word: String, seed: UInt64 = 0, _ canvas: Canvas = canvas()
  ) throws -> (image: Raster<UInt8>, map: [UInt8], box: PixelBox?) {
    var canvas = canvas
    let draws = try Pipeline([word]).apply(
      to: &canvas, key: StreamKey(seed: seed, sample: "k"))
    guard case .uint8(let image) = canvas.image else { throw NotBytes() }
    var map: [UInt8] = []
    if case .uint8(let raster) = canvas.labelMaps.first { map = raster.values }
    let box = try? JSONValue.object(draws[0].parameters ?? [:]).decode(as: PixelBox.self)
    return (image, map, box)
  }
  struct NotBytes: Error {}

  /// Corners of `torchvision.transforms.v2.functional.center_crop(torch.zeros(1, 10, 20), …)`: halves go
  /// to the even number, and smaller pictures are padded by `d // 2` at the left and the top.
  @Test(
    arguments: [
      ("crop=5x3", 8, 4), ("crop=4x7", 8, 2), ("crop=3x10", 8, 0), ("crop=6x20", 7, -5),
      ("crop=23x5", -1, 2), ("crop=5x3:at=top-left", 0, 0), ("crop=5x3:at=bottom-right", 15, 7),
      ("crop=5x3:at=top", 8, 0), ("crop=5x3:at=left", 0, 4), ("crop=22x12:at=bottom-right", -2, -2),
      ("crop=22x12:at=top-left", 0, 0),
    ])
  func placesCrops(word: String, x: Int, y: Int) throws {
    let (image, map, box) = try Self.crop(word)
    #expect(box?.x == x && box?.y == y)
    #expect(image.width == box?.width && image.height == box?.height)
    for row in 0..<image.height {
      for column in 0..<image.width {
        let isInside = (0..<20).contains(x + column) && (0..<10).contains(y + row)
        #expect(image[row, column, 0] == (isInside ? UInt8(x + column) : 0))
        // The second of two channels is alpha, which is opaque outside.
        #expect(image[row, column, 1] == (isInside ? UInt8(y + row) : 255))
        if !isInside { #expect(map[row * image.width + column] == 255) }
      }
    }
  }

  @Test func keepsANamedBox() throws {
    let (image, _, _) = try Self.crop("crop-box=3/2/4/5")
    #expect(image.width == 4 && image.height == 5 && image[0, 0, 0] == 3 && image[0, 0, 1] == 2)
    #expect(throws: TransformError.self) { try Self.crop("crop-box=17/2/4/5:pad-if-needed=false") }
    #expect(try Self.crop("crop-box=18/9/4/2").map == [0, 255, 255, 255, 255, 255, 255, 255])
  }

  /// Every place is as likely, the first and the last included.
  @Test(arguments: ["random-crop=15x8", "crop=15x8:at=random"])
  func drawsPlacesUniformly(word: String) throws {
    var counts: [PixelBox: Int] = [:]
    for seed in 0..<3600 as Range<UInt64> {
      let box = try #require(try Self.crop(word, seed: seed).box)
      counts[box, default: 0] += 1
    }
    #expect(counts.count == 6 * 3)
    for (_, count) in counts { #expect((140...260).contains(count)) }
  }

  /// A smaller picture stands anywhere in the crop, but whole.
  @Test func smallerPicturesStandAnywhere() throws {
    var places: Set<Int> = []
    for seed in 0..<400 as Range<UInt64> {
      let box = try #require(try Self.crop("random-crop=24x4", seed: seed).box)
      places.insert(box.x)
      #expect((0...6).contains(box.y))
    }
    #expect(places == Set(-4...0))
    #expect(throws: TransformError.self) { try Self.crop("random-crop=24x4:pad-if-needed=false") }
    #expect(throws: TransformError.self) { try Self.crop("crop=2x11:pad-if-needed=false") }
  }

  /// The one pixel of class 1 is always kept; without the condition it is seen in one crop of many.
  @Test func keepsAPixelOfAClass() throws {
    var seen = 0
    var places: Set<PixelBox> = []
    for seed in 0..<300 as Range<UInt64> {
      let (_, map, box) = try Self.crop("random-crop=4x3:with=1,tries=2", seed: seed)
      #expect(map.contains(1))
      places.insert(try #require(box))
      seen += try Self.crop("random-crop=4x3", seed: seed).map.contains(1) ? 1 : 0
    }
    #expect(seen < 60)
    // All places that show it: columns 14...16, rows 6...7.
    #expect(places.count == 6)
    #expect(try Self.crop("random-crop=4x3:with=2/1").map.contains { $0 == 1 || $0 == 2 })
    // A class the sample does not happen to have cannot be kept.
    #expect(try Self.crop("random-crop=4x3:with=77").map.count == 12)
  }

  @Test func unknownClassesAreRefused() throws {
    for word in ["random-crop=4:with=3", "class-crop=4:class=3", "random-crop=4:with=255"] {
      #expect(throws: TransformError.self) { try Self.crop(word, Self.canvas(classes: 3)) }
    }
    #expect(throws: TransformError.self) {
      try Self.crop("class-crop=4", Self.canvas(labelled: false))
    }
    #expect(throws: Never.self) {
      try Self.crop("random-crop=4", Self.canvas(labelled: false))
    }
  }

  /// mmseg's `cat_max_ratio`: the largest class has at most this share of what is not ignored.
  @Test func noClassFillsTheCrop() throws {
    var met = 0
    for seed in 0..<200 as Range<UInt64> {
      let map = try Self.crop("random-crop=8x6:class-at-most=0.75,tries=100", seed: seed).map
      let labelled = map.filter { $0 != 255 }
      let largest = Set(labelled).map { index in labelled.filter { $0 == index }.count }.max() ?? 0
      met += Double(largest) <= 0.75 * Double(labelled.count) ? 1 : 0
    }
    #expect(met == 200)
    // One class alone can never be; the crop is made nevertheless.
    var one = Self.canvas()
    try one.crop(to: PixelBox(x: 6, y: 0, width: 10, height: 10))
    #expect(try Self.crop("random-crop=4:class-at-most=0.75", one).map.count == 16)
  }

  @Test func fewPixelsAreIgnored() throws {
    for seed in 0..<100 as Range<UInt64> {
      let map = try Self.crop("random-crop=4x4:ignore-at-most=0,tries=100", seed: seed).map
      #expect(!map.contains(255))
    }
  }

  /// The three classes have 1, 25 and 164 pixels: their weights are 1, 1/25 and 1/164.
  @Test func rareClassesAreDrawnMoreOften() throws {
    var centres: [UInt8: Int] = [:]
    let draws = 3000
    for seed in 0..<UInt64(draws) {
      let map = try Self.crop("class-crop=1", seed: seed).map
      centres[map[0], default: 0] += 1
    }
    let total = 1 + 1 / 25.0 + 1 / 164.0
    for (index, weight) in [(1, 1.0), (2, 1 / 25.0), (0, 1 / 164.0)] as [(UInt8, Double)] {
      let expected = weight / total * Double(draws)
      #expect(abs(Double(centres[index] ?? 0) - expected) < 4 * expected.squareRoot())
    }
    #expect(centres[255] == nil)
    for seed in 0..<50 as Range<UInt64> {
      #expect(try Self.crop("class-crop=1:class=2", seed: seed).map == [2])
      let box = try #require(try Self.crop("class-crop=6x4:class=1", seed: seed).box)
      #expect(box == PixelBox(x: 14, y: 6, width: 6, height: 4))
    }
  }

  @Test(
    arguments: [
      "crop", "crop=0x4", "crop=4x", "crop=70000", "crop=4:at=middle", "crop=4:border=none",
      "crop-box=1/2/3", "crop-box=1/2/0/4", "crop-box=-1/2/3/4", "random-crop=4:with=a",
      "random-crop=4:with=1//2", "random-crop=4:class-at-most=2", "random-crop=4:tries=0",
      "class-crop=4:class=common", "random-resized-crop", "random-resized-crop=4:scale=0..1",
      "random-resized-crop=4:ratio=2..1", "random-resized-crop=4:scale=0.5..2",
    ])
  func refusesBadWords(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }

  /// Recorded boxes are not trusted.
  @Test func recordedBoxesAreChecked() throws {
    let crop = try RandomCrop(
      OperationArguments("random-crop=8", specification: RandomCrop.specification))
    let resized = try RandomResizedCrop(
      OperationArguments("random-resized-crop=8", specification: RandomResizedCrop.specification))
    for box in [
      PixelBox(x: -1, y: 0, width: 8, height: 8), PixelBox(x: 0, y: 3, width: 8, height: 8),
      PixelBox(x: 0, y: 0, width: 9, height: 8), PixelBox(x: .min, y: .max, width: 8, height: 8),
      PixelBox(x: 0, y: 0, width: .max, height: .max),
    ] {
      var canvas = Self.canvas()
      #expect(throws: TransformError.self) { try crop.apply(box, to: &canvas) }
      if box.width > 8 || box.x < 0 || box.y > 2 {
        var canvas = Self.canvas()
        let inside = box.isInside(canvas.size)
        #expect(inside || throwsError { try resized.apply(box, to: &canvas) })
      }
    }
  }

  private func throwsError(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch {
      return true
    }
  }
}
