import SegBasics
import SegImaging
import SegMasks
import SegSamples
import Testing

/// Masks that are pictures: light and dark, and colours.
@Suite struct PictureMaskTests {
  private func gray(_ values: [UInt8]) throws -> [UInt8] {
    try encodePNG(.uint8(Raster(height: 1, width: values.count, channels: 1, values: values)))
  }

  private func colors(_ values: [UInt8]) throws -> [UInt8] {
    try encodePNG(
      .uint8(Raster(height: 1, width: values.count / 3, channels: 3, values: values)))
  }

  private func map(_ values: [UInt8]) -> LabelMap {
    .uint8(Raster(height: 1, width: values.count, channels: 1, values: values))
  }

  @Test(
    arguments: [
      (nil, [0, 0, 1, 1, 1]), (.from(200), [0, 0, 0, 1, 1]), (.from(255), [0, 0, 0, 0, 1]),
      (.below(1), [1, 0, 0, 0, 0]), (.below(128), [1, 1, 0, 0, 0]),
    ] as [(GrayThreshold?, [UInt8])])
  func lightAndDark(threshold: GrayThreshold?, expected: [UInt8]) throws {
    let values: [UInt8] = [0, 127, 128, 200, 255]
    let decoded = try decodeMask(
      gray(values), encoding: .grayThreshold, classes: nil, threshold: threshold)
    #expect(decoded == map(expected))
    let inColor = try decodeMask(
      colors(values.flatMap { [$0, $0, $0] }), encoding: .grayThreshold, classes: nil,
      threshold: threshold)
    #expect(inColor == map(expected))
  }

  @Test func levelsOfSixteenBitsAreTheirOwn() throws {
    let file = try encodePNG(
      .uint16(Raster(height: 1, width: 3, channels: 1, values: [255, 32767, 32768])))
    #expect(
      try decodeMask(file, encoding: .grayThreshold, classes: nil) == map([0, 0, 1]))
    #expect(
      try decodeMask(file, encoding: .grayThreshold, classes: nil, threshold: .from(255))
        == map([1, 1, 1]))
  }

  @Test func colorIsNotGray() throws {
    #expect(throws: MaskError.notGray(x: 1, y: 0)) {
      try decodeMask(
        colors([9, 9, 9, 255, 0, 0]), encoding: .grayThreshold, classes: nil)
    }
    let one = ClassTable([.init("a", color: RGBColor(0, 0, 0))])
    #expect(throws: SampleError.self) {
      try decodeMask(gray([0, 255]), encoding: .grayThreshold, classes: one)
    }
  }

  private let road = ClassTable([
    .init("other", color: RGBColor(0, 0, 0)), .init("not road", color: RGBColor(255, 0, 0)),
    .init("road", color: RGBColor(255, 0, 255)),
  ])

  @Test func colorsAreThoseOfClasses() throws {
    let pixels: [UInt8] = [255, 0, 255, 0, 0, 0, 255, 0, 0, 224, 224, 192, 255, 0, 0]
    #expect(
      try decodeMask(colors(pixels), encoding: .rgb, classes: road) == map([2, 0, 1, 255, 1]))
    // What is drawn is read back: of a palette too, whose indices are others.
    let drawn = try encodePNG(
      map([1, 0]), palette: [RGBColor(255, 0, 255), RGBColor(255, 0, 0)])
    #expect(try decodeMask(drawn, encoding: .rgb, classes: road) == map([1, 2]))
    #expect(try decodeMask(gray([0, 0]), encoding: .rgb, classes: road) == map([0, 0]))
  }

  @Test func manyClassesTakeSixteenBits() throws {
    let classes = ClassTable(
      (0..<300).map { .init("c\($0)", color: RGBColor(UInt8($0 / 256), UInt8($0 % 256), 7)) })
    let decoded = try decodeMask(
      colors([1, 43, 7, 224, 224, 192]), encoding: .rgb, classes: classes)
    #expect(decoded == .uint16(Raster(height: 1, width: 2, channels: 1, values: [299, 65535])))
  }

  @Test func unknownColorsAreNamed() throws {
    let error = #expect(throws: MaskError.self) {
      try decodeMask(colors([0, 0, 0, 254, 0, 0]), encoding: .rgb, classes: road)
    }
    #expect(
      error?.description == "pixel (1, 0) has the color (254, 0, 0), which no class has")
    #expect(throws: MaskError.needsClassTable(.rgb)) {
      try decodeMask(colors([0, 0, 0]), encoding: .rgb, classes: nil)
    }
    let twice = ClassTable([
      .init("a", color: RGBColor(1, 1, 1)), .init("b", color: RGBColor(1, 1, 1)),
    ])
    #expect(throws: MaskError.sameColor("a", "b")) {
      try decodeMask(colors([1, 1, 1]), encoding: .rgb, classes: twice)
    }
  }

  @Test func aManifestSaysTheLevel() throws {
    for (text, threshold) in [
      (#""threshold":{"from":200}"#, GrayThreshold.from(200)),
      (#""threshold":{"below":3}"#, .below(3)),
    ] {
      let line =
        #"{"key":"a","image":"a.png","mask":{"path":"m.png","encoding":"gray-threshold",\#(text)}}"#
      let entry = try ManifestEntry(line: Array(line.utf8))
      #expect(entry.mask?.threshold == threshold)
      #expect(try ManifestEntry(line: Array(entry.line().utf8)) == entry)
    }
    let both = #"{"key":"a","image":"a","mask":{"path":"m","encoding":"rgb","threshold":{}}}"#
    #expect(throws: JSONError.self) { try ManifestEntry(line: Array(both.utf8)) }
  }
}
