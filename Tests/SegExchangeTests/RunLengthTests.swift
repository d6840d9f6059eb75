import SegImaging
import Testing

@testable import SegExchange

/// Test vectors of the reference, layouts 1.4.
@Suite struct RunLengthTests {
  @Test func theStringOfTheReference() throws {
    let mask = try #require(RunLengths(string: "41110O1", height: 3, width: 4))
    #expect(mask.counts == [4, 1, 1, 2, 1, 1, 2])
    #expect(mask.area == 4)
    #expect(mask.box == [1, 0, 3, 2])
    var rows = [Int](repeating: 0, count: 12)
    mask.forEachPixel { rows[$0] = 1 }
    #expect(rows == [0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0])
    let large = RunLengths(string: "05Xo0NXo0S2eQNkM", height: 3084, width: 1)
    #expect(large?.counts == [0, 5, 1000, 3, 2000, 70, 5, 1])
  }

  @Test(arguments: [
    ([1.0, 1, 1, 3, 4, 3, 4, 1], 5, 6, [6, 2, 3, 2, 3, 2, 12]),
    ([0, 0, 5, 0, 0, 5], 6, 6, [0, 4, 2, 3, 3, 2, 4, 1, 17]),
    ([1.5, 0.5, 4.5, 2.5, 0.5, 4.2], 6, 6, [7, 3, 3, 2, 5, 1, 5, 1, 9]),
  ])
  func polygons(corners: [Double], height: Int, width: Int, counts: [Int]) throws {
    let mask = try Polygons.mask([corners], height: height, width: width) { .damaged(.coco, $0) }
    #expect(mask?.counts == counts)
  }

  @Test func lengthsThatDoNotFillTheMaskAreRefused() {
    #expect(RunLengths(counts: [3, 4], height: 2, width: 3) == nil)
    #expect(RunLengths(counts: [3, 4], height: 2, width: 4) == nil)
    #expect(RunLengths(counts: [-1, 7], height: 2, width: 3) == nil)
    #expect(RunLengths(counts: [Int.max, Int.max], height: 2, width: 3) == nil)
    #expect(RunLengths(counts: [6], height: 2, width: 3)?.area == 0)
    #expect(RunLengths(counts: [], height: 0, width: 0) == nil)
    #expect(RunLengths(string: "\u{7F}", height: 1, width: 1) == nil)
    #expect(RunLengths(string: "ooooooooooooooooo", height: 1, width: 1) == nil)
  }

  /// Every value of a label map has its pixels, and no other has.
  @Test(arguments: 0..<30)
  func everyPixelIsInOneMask(seed: UInt64) {
    let (height, width) = (1 + Int(seed) % 7, 1 + Int(seed) % 5)
    let values = (0..<(height * width)).map { UInt8(($0 * Int(seed + 3) / 4) % 4) }
    let labels = LabelMap.uint8(
      Raster(height: height, width: width, channels: 1, values: values))
    var back = [UInt8](repeating: 99, count: values.count)
    var area = 0
    for (value, mask) in RunLengths.byValue(labels) {
      mask.forEachPixel { back[$0] = UInt8(value) }
      area += mask.area
    }
    #expect(back == values)
    #expect(area == values.count)
  }
}
