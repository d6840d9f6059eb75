import SegImaging
import SegSamples
import Testing

@testable import SegAugment

@Suite struct FillTests {
  private static let specification = OperationSpecification(
    name: "shift", summary: "", targets: [], parameters: OperationSpecification.Parameter.border,
    examples: [])

  private func border(_ word: String) throws(OperationError) -> Border {
    try OperationArguments(word, specification: Self.specification).border()
  }

  @Test func readsBorders() throws {
    #expect(try border("shift") == .outside)
    #expect(try border("shift:border=reflect") == .reflect)
    #expect(try border("shift:border=symmetric") == .symmetric)
    #expect(try border("shift:border=replicate") == .replicate)
    #expect(
      try border("shift:fill=1/20/255,mask-fill=7")
        == .constant(.color([1, 20, 255]), label: .index(7)))
    #expect(try border("shift:fill=#0a80FF") == .constant(.color([10, 128, 255]), label: .ignore))
    #expect(try border("shift:fill=mean") == .constant(.mean, label: .ignore))
    // As a policy file spells it out.
    #expect(try border("shift:border=reflect,fill=0,mask-fill=ignore") == .reflect)
    #expect(try border("shift:mask-fill=ignore") == .constant(.black, label: .ignore))
  }

  @Test(
    arguments: [
      "border=wrap", "fill=256", "fill=", "fill=1/2/3/4/5", "fill=1//2", "fill=#12345",
      "fill=#12345g", "fill=#+1+1+1", "fill=-1", "mask-fill=-1", "mask-fill=65536",
      "mask-fill=cat", "border=reflect,fill=3", "border=replicate,mask-fill=0",
    ])
  func refusesBorders(parameters: String) {
    #expect(throws: OperationError.self) { try border("shift:" + parameters) }
  }

  private func canvas(channels: Int, classes: Int? = nil) -> Canvas {
    let entry = ClassTable.Entry("class", color: RGBColor(0, 0, 0))
    return Canvas(
      image: .uint8(Raster(height: 1, width: 2, channels: channels, filledWith: 9)),
      labelMaps: [.uint8(Raster(height: 1, width: 2, channels: 1, filledWith: 0))],
      classes: classes.map { ClassTable(Array(repeating: entry, count: $0)) })
  }

  @Test func colorsSuitThePicture() throws {
    var rgb = canvas(channels: 3)
    #expect(try rgb.samples(of: .color([7])) == [7, 7, 7])
    #expect(try rgb.samples(of: .color([7, 8, 9])) == [7, 8, 9])
    #expect(throws: TransformError.badFill(values: 2, channels: 3)) {
      try rgb.samples(of: .color([7, 8]))
    }
    var gray = canvas(channels: 1)
    #expect(try gray.samples(of: .color([255, 0, 0])) == [76])
    var transparent = canvas(channels: 4)
    #expect(try transparent.samples(of: .color([1, 2, 3])) == [1, 2, 3, 255])
    var grayAlpha = canvas(channels: 2)
    #expect(try grayAlpha.samples(of: .color([0, 255, 0])) == [150, 255])
  }

  @Test func deepPicturesAreFilledAlike() throws {
    let values: [UInt16] = [0, 10, 1, 13, 1, 65535]
    var deep = Canvas(
      image: .uint16(Raster(height: 1, width: 3, channels: 2, values: values)), labelMaps: [])
    #expect(try deep.samples(of: .color([255])) == [65535, 65535])
    // 2/3 and 65558/3.
    #expect(try deep.samples(of: .mean) == [1, 21853])
  }

  /// The mask contract: a class the sample does not have is refused.
  @Test func classIndicesSuitTheSample() throws {
    let bytes = LabelMap.uint8(Raster(height: 1, width: 1, channels: 1, filledWith: 0))
    let words = LabelMap.uint16(Raster(height: 1, width: 1, channels: 1, filledWith: 0))
    let unknown = canvas(channels: 1)
    #expect(try unknown.index(of: .ignore, in: bytes) == 255)
    #expect(try unknown.index(of: .ignore, in: words) == 65535)
    #expect(try unknown.index(of: .index(254), in: bytes) == 254)
    #expect(try unknown.index(of: .index(256), in: words) == 256)
    #expect(throws: TransformError.unknownClass(256, classes: 255, ignore: 255)) {
      try unknown.index(of: .index(256), in: bytes)
    }
    let three = canvas(channels: 1, classes: 3)
    #expect(try three.index(of: .index(2), in: bytes) == 2)
    #expect(try three.index(of: .index(255), in: words) == 65535)
    #expect(throws: TransformError.unknownClass(3, classes: 3, ignore: 255)) {
      try three.index(of: .index(3), in: bytes)
    }
  }
}
