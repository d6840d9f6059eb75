import SegBasics
import SegImaging
import SegMasks
import SegSamples
import Testing

@Suite struct TrimapTests {
  /// A trimap of 3 × 2 pixels as a PNG.
  private func trimap(_ values: [UInt8]) throws -> [UInt8] {
    try encodePNG(.uint8(Raster(height: 2, width: 3, channels: 1, values: values)), palette: nil)
  }

  /// The three policies of layouts 1.1.
  @Test(arguments: [
    (TrimapPolicy.classes, [0, 1, 2, 0, 1, 2] as [UInt8]),
    (.binary, [1, 0, 255, 1, 0, 255]),
    (.pet, [1, 0, 1, 1, 0, 1]),
  ])
  func policies(policy: TrimapPolicy, expected: [UInt8]) throws {
    let decoded = try decodeMask(
      trimap([1, 2, 3, 1, 2, 3]), encoding: .trimap, classes: policy.classTable)
    #expect(decoded == .uint8(Raster(height: 2, width: 3, channels: 1, values: expected)))
  }

  @Test(arguments: [0, 4, 255] as [UInt8])
  func valueOutsideIsNamedWithItsPixel(value: UInt8) throws {
    let file = try trimap([1, 2, 3, 1, value, 2])
    let error = #expect(throws: MaskError.self) {
      try decodeMask(file, encoding: .trimap, classes: .petClasses)
    }
    #expect(
      error?.description.hasPrefix("pixel (1, 1) has value \(value), but a trimap has") == true)
    #expect(error?.exitStatus == .badData)
  }

  @Test func tableMustBeATrimapPolicy() throws {
    let other = ClassTable([.init("a", color: RGBColor(1, 2, 3))])
    let file = try trimap([1, 1, 1, 1, 1, 1])
    #expect(throws: MaskError.notTrimapTable(other)) {
      try decodeMask(file, encoding: .trimap, classes: other)
    }
    #expect(throws: MaskError.needsClassTable(.trimap)) {
      try decodeMask(file, encoding: .trimap, classes: nil)
    }
  }

  @Test func colorsAreNoTrimap() throws {
    let color = try encodePNG(.uint8(Raster(height: 1, width: 1, channels: 3, values: [1, 1, 1])))
    #expect(throws: SampleError.colorLabelMap(channels: 3)) {
      try decodeMask(color, encoding: .trimap, classes: .petClasses)
    }
  }
}

@Suite struct IndexMaskTests {
  @Test func ignoreIndexIsKnown() throws {
    let values: [UInt8] = [0, 1, 255, 1]
    let map = LabelMap.uint8(Raster(height: 2, width: 2, channels: 1, values: values))
    #expect(
      try decodeMask(map.encodedNPY(), encoding: .npy, classes: .petBinary) == map)
  }

  @Test func paletteIsReadAsIndices() throws {
    let map = LabelMap.uint8(Raster(height: 1, width: 3, channels: 1, values: [0, 1, 2]))
    let file = try map.encodedPNG(classes: .petClasses)
    #expect(try decodeMask(file, encoding: .palette, classes: .petClasses) == map)
  }

  @Test func valueOutsideTheTableIsNamed() throws {
    let map = LabelMap.uint8(Raster(height: 1, width: 3, channels: 1, values: [0, 1, 7]))
    let error = #expect(throws: SampleError.unknownClass(7, x: 2, y: 0, classes: .petBinary)) {
      try decodeMask(map.encodedNPY(), encoding: .npy, classes: .petBinary)
    }
    #expect(
      error?.description == "pixel (2, 0) of the label map has value 7, but class table "
        + "oxford-pet/binary defines 0 to 1, and 255 for ignore")
  }

  @Test(arguments: [MaskEncoding.index, .palette, .npy])
  func widthIsThatOfTheTable(encoding: MaskEncoding) throws {
    let wide = LabelMap.uint16(Raster(height: 1, width: 3, channels: 1, values: [1, 255, 65535]))
    let file = encoding == .npy ? wide.encodedNPY() : try encodePNG(wide, palette: nil)
    let narrow = LabelMap.uint8(Raster(height: 1, width: 3, channels: 1, values: [1, 255, 255]))
    #expect(try decodeMask(file, encoding: encoding, classes: .petBinary) == narrow)
    #expect(try decodeMask(file, encoding: encoding, classes: nil) == wide)
  }

  @Test func arraysAreReadWhateverTheEncoding() throws {
    let map = LabelMap.uint8(Raster(height: 1, width: 3, channels: 1, values: [0, 1, 2]))
    #expect(try decodeMask(map.encodedNPY(), encoding: .index, classes: .petClasses) == map)
    let file = try map.encodedPNG(classes: .petClasses)
    #expect(throws: NPYError.self) { try decodeMask(file, encoding: .npy, classes: nil) }
  }
}
