import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

@Suite struct PadTests {
  private func padded(
    _ word: String, width: Int = 5, height: Int = 3, seed: UInt64 = 0, classes: ClassTable? = nil
  ) throws -> (image: Raster<UInt8>, map: Raster<UInt8>) {
    let image = Raster<UInt8>(
      height: height, width: width, channels: 3,
      values: (0..<height * width * 3).map { UInt8(100 + $0 % 100) })
    let map = Raster<UInt8>(height: height, width: width, channels: 1, filledWith: 1)
    var canvas = Canvas(image: .uint8(image), labelMaps: [.uint8(map)], classes: classes)
    _ = try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: seed, sample: "k"))
    guard case .uint8(let result) = canvas.image, case .uint8(let labels) = canvas.labelMaps[0]
    else { throw CropTests.NotBytes() }
    return (result, labels)
  }

  /// Rows and columns added before the picture, which is where the label map is not ignored.
  @Test(
    arguments: [
      ("pad=8x8", 8, 8, 1, 2), ("pad=9x3", 9, 3, 2, 0), ("pad=4x4", 5, 4, 0, 0),
      ("pad:multiple=4", 8, 4, 1, 0), ("pad:multiple=4,at=top-left", 8, 4, 0, 0),
      ("pad=6:multiple=4,at=bottom-right", 8, 8, 3, 5), ("pad:left=2,bottom=1", 7, 4, 2, 0),
      ("pad:top=4,right=3", 8, 7, 0, 4), ("pad:multiple=1", 5, 3, 0, 0),
    ])
  func addsRowsAndColumns(word: String, width: Int, height: Int, left: Int, top: Int) throws {
    let (image, map) = try padded(word)
    #expect(image.width == width && image.height == height)
    for y in 0..<height {
      for x in 0..<width {
        let isInside = (left..<left + 5).contains(x) && (top..<top + 3).contains(y)
        #expect(map[y, x] == (isInside ? 1 : 255))
        #expect((image[y, x, 1] >= 100) == isInside)
      }
    }
  }

  @Test func fillsAsTold() throws {
    let (image, map) = try padded("pad=7x3:at=left,fill=#0a0b0c,mask-fill=2")
    #expect(Array(image.values[15..<21]) == [10, 11, 12, 10, 11, 12])
    #expect(Array(map.values[0..<7]) == [1, 1, 1, 1, 1, 2, 2])
    #expect(try padded("pad:left=1,border=reflect").map.values.allSatisfy { $0 == 1 })
    // The means of 100, 103 … 142, of 101 …, and of 102 ….
    #expect(try Array(padded("pad:left=1,fill=mean").image.values[0..<3]) == [121, 122, 123])
  }

  /// A class the sample does not have, and one its label map cannot hold, are refused.
  @Test func masksAreFilledWithClasses() throws {
    let table = ClassTable(
      Array(repeating: ClassTable.Entry("class", color: RGBColor(0, 0, 0)), count: 2))
    #expect(throws: Never.self) { try padded("pad=9:mask-fill=1", classes: table) }
    #expect(throws: Never.self) { try padded("pad=9:mask-fill=255", classes: table) }
    #expect(throws: TransformError.self) { try padded("pad=9:mask-fill=2", classes: table) }
    #expect(throws: TransformError.self) { try padded("pad=9:mask-fill=300") }
  }

  /// Anywhere at random, the first and the last place included.
  @Test func drawsPlaces() throws {
    var places: [Int: Int] = [:]
    for seed in 0..<1000 as Range<UInt64> {
      let map = try padded("pad=8x3:at=random", seed: seed).map
      places[try #require(map.values.firstIndex(of: 1)), default: 0] += 1
    }
    #expect(Set(places.keys) == Set(0...3))
    #expect(places.values.allSatisfy { (190...310).contains($0) })
  }

  /// Ultralytics' letterbox of 20x10 and 10x20 into 16x16, and of 5x3 into 32x32:
  /// `round(20·0.8), round(10·0.8)`, and the rest on both sides.
  @Test(
    arguments: [
      ("letterbox=16", 20, 10, 16, 16, 16, 8, 0, 4), ("letterbox=16", 10, 20, 16, 16, 8, 16, 4, 0),
      ("letterbox=32x32:filter=nearest", 5, 3, 32, 32, 32, 19, 0, 6),
      ("letterbox=30x10:at=bottom-right", 10, 10, 30, 10, 10, 10, 20, 0),
      ("letterbox=5x3", 5, 3, 5, 3, 5, 3, 0, 0), ("letterbox=8x8", 1000, 1, 8, 8, 8, 1, 0, 3),
    ] as [(String, Int, Int, Int, Int, Int, Int, Int, Int)])
  func letterboxes(
    word: String, width: Int, height: Int, newWidth: Int, newHeight: Int, innerWidth: Int,
    innerHeight: Int, left: Int, top: Int
  ) throws {
    let (image, map) = try padded(word, width: width, height: height)
    #expect(image.width == newWidth && image.height == newHeight)
    let inner = PixelBox(x: left, y: top, width: innerWidth, height: innerHeight)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let isInside =
          (left..<left + innerWidth).contains(x) && (top..<top + innerHeight).contains(y)
        #expect(map[y, x] == (isInside ? 1 : 255))
      }
    }
    let fitting = try Pipeline([word]).fitting(PixelSize(width: width, height: height))
    #expect(fitting.picture == inner)
    #expect(fitting.size == PixelSize(width: newWidth, height: newHeight))
  }

  @Test(
    arguments: [
      "pad", "pad=0", "pad:multiple=0", "pad:left=-1", "pad=8:left=1", "pad:left=1,multiple=4",
      "pad:left=1,at=top", "pad=8:border=wrap", "pad=8:border=reflect,fill=3", "letterbox",
      "letterbox=8:filter=sharp",
    ])
  func refusesBadWords(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }

  @Test func recordedFramesAreChecked() throws {
    let pad = try Pad(OperationArguments("pad=8", specification: Pad.specification))
    let letterbox = try Letterbox(
      OperationArguments("letterbox=8", specification: Letterbox.specification))
    var canvas = CropTests.canvas()
    for box in [
      PixelBox(x: 1, y: 0, width: 40, height: 40), PixelBox(x: 0, y: 0, width: 19, height: 40),
      PixelBox(x: .min, y: .min, width: .max, height: .max),
      PixelBox(x: 0, y: 0, width: 1 << 20, height: 1 << 20),
    ] {
      #expect(throws: TransformError.self) { try pad.apply(box, to: &canvas) }
    }
    for drawn in [
      Letterbox.Drawn(width: 8, height: 9, left: 0, top: 0),
      Letterbox.Drawn(width: 8, height: 8, left: 1, top: 0),
      Letterbox.Drawn(width: 0, height: 0, left: 0, top: 0),
      Letterbox.Drawn(width: 4, height: 4, left: .max, top: .min),
    ] {
      #expect(throws: TransformError.self) { try letterbox.apply(drawn, to: &canvas) }
    }
  }
}
