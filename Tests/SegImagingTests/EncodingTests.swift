import SegBasics
import SegImaging
import Testing

@Suite struct EncodingTests {
  private func raster<Scalar>(_: Scalar.Type, channels: Int, most: UInt64) -> Raster<Scalar> {
    var random = SplitMix64(state: 5)
    return Raster(
      height: 13, width: 29, channels: channels,
      values: (0..<13 * 29 * channels).map { _ in
        Scalar(truncatingIfNeeded: random.next() % (most + 1))
      })
  }

  @Test(arguments: 1...4, [0, 1, 6, 9])
  func pngGivesBackItsSamples(channels: Int, compression: Int) throws {
    for image in [
      Image.uint8(raster(UInt8.self, channels: channels, most: 255)),
      Image.uint16(raster(UInt16.self, channels: channels, most: 65_535)),
    ] {
      let bytes = try encodePNG(image, compression: compression)
      let raw = try decodeRawSamples(bytes)
      #expect(raw.image == image)
      #expect(raw.bitDepth == image.bits)
      #expect(raw.warnings == [])
      #expect(try encodePNG(image, compression: compression) == bytes)
    }
  }

  @Test func labelMapAsPNG() throws {
    let narrow = raster(UInt8.self, channels: 1, most: 20)
    let colors = (0..<21).map { RGBColor(UInt8($0), UInt8(200 - $0), 9) }
    let indexed = try decodeRawSamples(try encodePNG(.uint8(narrow), palette: colors))
    #expect(indexed.image == .uint8(narrow))
    #expect(indexed.palette == colors)
    let gray = try decodeRawSamples(try encodePNG(LabelMap.uint8(narrow)))
    #expect(gray.image == .uint8(narrow) && gray.palette == nil)
    let wide = raster(UInt16.self, channels: 1, most: 65_535)
    let deep = try decodeRawSamples(try encodePNG(.uint16(wide), palette: colors))
    #expect(deep.image == .uint16(wide) && deep.palette == nil)
    // A palette is filled up, so that every index has a colour.
    let filled = try decodeRawSamples(
      try encodePNG(.uint8(narrow), palette: Array(colors.prefix(2))))
    #expect(filled.image == .uint8(narrow) && filled.palette?.count == 21)
    #expect(filled.warnings == [])
    #expect(throws: ImageError.self) {
      try encodePNG(.uint8(narrow), palette: Array(repeating: RGBColor(0, 0, 0), count: 257))
    }
  }

  @Test(arguments: 1...4)
  func tiffGivesBackItsSamples(channels: Int) throws {
    for image in [
      Image.uint8(raster(UInt8.self, channels: channels, most: 255)),
      Image.uint16(raster(UInt16.self, channels: channels, most: 65_535)),
    ] {
      let bytes = try encodeTIFF(image)
      #expect(try decodeRawSamples(bytes).image == image)
      #expect(try encodeTIFF(image) == bytes)
    }
  }

  @Test func pagesOfTIFF() throws {
    let pages = [
      LabelMap.uint8(raster(UInt8.self, channels: 1, most: 3)),
      .uint16(raster(UInt16.self, channels: 1, most: 65_535)),
      .uint8(Raster(height: 2, width: 5, channels: 1, filledWith: 8)),
    ]
    let bytes = try encodeTIFF(pages)
    #expect(try readImageHeader(bytes).pages == 3)
    var options = DecodeOptions()
    for (index, page) in pages.enumerated() {
      options.page = index
      let raw = try decodeRawSamples(bytes, options: options)
      #expect(raw.image.size == page.size)
      switch (page, raw.image) {
      case (.uint8(let expected), .uint8(let found)): #expect(expected == found)
      case (.uint16(let expected), .uint16(let found)): #expect(expected == found)
      default: Issue.record("other depth")
      }
    }
    #expect(throws: ImageError.self) { try encodeTIFF([]) }
  }

  /// A smooth picture comes back nearly the same, and always in the same bytes.
  @Test(arguments: [1, 3])
  func jpeg(channels: Int) throws {
    let values = (0..<40 * 50 * channels).map { UInt8($0 / channels % 50 * 4 + $0 % channels) }
    let raster = Raster(height: 40, width: 50, channels: channels, values: values)
    let bytes = try encodeJPEG(.uint8(raster), quality: 95)
    #expect(try encodeJPEG(.uint8(raster), quality: 95) == bytes)
    guard case .uint8(let found) = try decodeImage(bytes).image else {
      return #expect(Bool(false))
    }
    #expect(found.channels == channels)
    let error = zip(found.values, values).map { abs(Int($0) - Int($1)) }.max() ?? 255
    #expect(error <= 12)
    #expect(try encodeJPEG(.uint8(raster), quality: 20).count < bytes.count)
  }

  @Test func whatCannotBeWritten() {
    let five = Image.uint8(Raster(height: 1, width: 1, channels: 5, filledWith: 0))
    let deep = Image.uint16(Raster(height: 1, width: 1, channels: 1, filledWith: 0))
    #expect(throws: ImageError.self) { try encodePNG(five) }
    #expect(throws: ImageError.self) { try encodeTIFF(five) }
    #expect(throws: ImageError.self) { try encodeJPEG(five) }
    #expect(throws: ImageError.self) { try encodeJPEG(deep) }
  }
}
