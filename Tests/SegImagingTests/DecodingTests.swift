import SegImaging
import Testing

@Suite struct DecodingTests {
  @Test func allFixturesAreThere() {
    #expect(ExpectedSamples.all.count == 128)
    #expect(codecFixtureNames.count == 81)
  }

  @Test(arguments: ExpectedSamples.all)
  func equalsThePeers(expected: ExpectedSamples) throws {
    let bytes = try codecFixture(expected.file)
    let image =
      expected.isRaw ? try decodeRawSamples(bytes).image : try decodeImage(bytes).image
    #expect(image.shape == expected.shape)
    #expect(image.bits == expected.bits)
    #expect(image.hex == expected.hex)
  }

  @Test(
    arguments: codecFixtureNames.filter {
      !["float.tif", "int16-negative.tif", "small-frame.gif"].contains($0)
    })
  func headerAgreesWithTheDecoder(name: String) throws {
    let bytes = try codecFixture(name)
    let header = try readImageHeader(bytes)
    let raw = try decodeRawSamples(bytes, allowsLossy: true)
    #expect(header.format == raw.format)
    #expect(header.size == raw.image.size)
    #expect(header.isPalette == (raw.palette != nil))
    #expect(header.bitDepth == raw.bitDepth)
    let fileName = name.split(separator: ".").last.map(String.init)
    #expect(fileName == header.format.fileExtension)
  }

  /// Numbers such as 0 to 255 are not cut to black and white in silence.
  @Test func floatsFarBeyondOneAreRefused() throws {
    let bytes = try codecFixture("float-ids.tif")
    #expect(throws: ImageError.self) { try decodeImage(bytes) }
    var options = DecodeOptions()
    options.isLenient = true
    #expect(try decodeImage(bytes, options: options).image.bits == 16)
  }

  @Test func gifWhoseTableOfCodesFillsUp() throws {
    let expected = (0..<15_000).map { (index: Int) -> UInt8 in
      let value = index * index * 31 + (index >> 3)
      return UInt8(value >> 4 & 255)
    }
    let raw = try decodeRawSamples(try codecFixture("noise.gif"))
    #expect(
      raw.image == .uint8(Raster(height: 100, width: 150, channels: 1, values: expected)))
  }

  @Test func palettes() throws {
    let voc = try decodeRawSamples(try codecFixture("palette-transparent.png"))
    #expect(
      voc.palette == [RGBColor(1, 2, 3), RGBColor(40, 50, 60), RGBColor(250, 150, 50)])
    #expect(try decodeRawSamples(try codecFixture("palette2.png")).palette?.count == 4)
    #expect(try decodeRawSamples(try codecFixture("gray4.png")).palette == nil)
    #expect(try decodeRawSamples(try codecFixture("palette.tif")).palette?.count == 256)
    #expect(try decodeRawSamples(try codecFixture("local-palette.gif")).palette?.count == 4)
    let header = try readImageHeader(try codecFixture("palette-transparent.png"))
    #expect(header.channels == 4 && header.isPalette)
  }

  @Test func indexBeyondThePaletteIsKept() throws {
    let raw = try decodeRawSamples(try codecFixture("palette-short.png"))
    guard case .uint8(let raster) = raw.image else { return #expect(Bool(false)) }
    #expect(raster[5, 5] == 3)
    #expect(raw.palette?.count == 3)
    #expect(!raw.warnings.isEmpty)
  }

  @Test func jpegMaskIsRefusedUnlessAllowed() throws {
    for name in ["gray.jpg", "jpeg.tif"] {
      let bytes = try codecFixture(name)
      #expect(throws: ImageError.self) { try decodeRawSamples(bytes) }
      #expect(try decodeRawSamples(bytes, allowsLossy: true).image == decodeImage(bytes).image)
    }
  }

  @Test func samplesThatAreNoLabel() throws {
    #expect(throws: ImageError.self) {
      try decodeRawSamples(try codecFixture("int16-negative.tif"))
    }
    #expect(throws: ImageError.self) { try decodeRawSamples(try codecFixture("float.tif")) }
  }

  /// What the screen has beside the frame is no class of the mask.
  @Test func gifMaskMustCoverItsScreen() throws {
    let bytes = try codecFixture("small-frame.gif")
    #expect(
      throws: ImageError.unsupported(
        .gif, "a mask whose frame of 7x5 does not cover the screen of 12x9")
    ) { try decodeRawSamples(bytes) }
    #expect(try decodeImage(bytes).image.size == PixelSize(width: 12, height: 9))
  }

  @Test func pages() throws {
    let bytes = try codecFixture("pages.tif")
    #expect(try readImageHeader(bytes).pages == 3)
    var options = DecodeOptions()
    for page in 0..<3 {
      options.page = page
      let expected = Raster(
        height: 4 + page, width: 6, channels: 1, filledWith: UInt8(10 * page))
      #expect(try decodeRawSamples(bytes, options: options).image == .uint8(expected))
      #expect(try decodeImage(bytes, options: options).image == .uint8(expected))
    }
    options.page = 3
    #expect(throws: ImageError.noPage(3, pages: 3)) {
      try decodeImage(bytes, options: options)
    }
    options.page = 1
    let png = try codecFixture("gray8.png")
    #expect(throws: ImageError.noPage(1, pages: 1)) { try decodeImage(png, options: options) }
  }

  @Test(arguments: [
    ("orientation6.jpg", 6), ("orientation6.png", 6), ("orientation3.tif", 3),
    ("orientation0.jpg", 0), ("orientation0.tif", 0),
  ])
  func orientation(name: String, found: Int) throws {
    let bytes = try codecFixture(name)
    #expect(try readImageHeader(bytes).orientation == found)
    let decoded = try decodeImage(bytes)
    #expect(decoded.orientation == max(found, 1))
    let warned = decoded.warnings.contains { $0.contains("orientation 0 is invalid") }
    #expect(warned == (found == 0))
  }

  @Test func noOrientation() throws {
    #expect(try readImageHeader(try codecFixture("color420.jpg")).orientation == nil)
    #expect(try decodeImage(try codecFixture("color420.jpg")).orientation == 1)
  }

  @Test func extraneousBytesAreOnlyAWarning() throws {
    let decoded = try decodeImage(try codecFixture("extraneous.jpg"))
    // There are 20; libjpeg took 3 of them for data.
    #expect(decoded.warnings == ["JPEG: 17 extraneous bytes before marker 0xd9"])
  }

  @Test func smallerJPEG() throws {
    let bytes = try codecFixture("color420.jpg")
    var options = DecodeOptions()
    func size(_ atLeast: PixelSize) throws -> PixelSize {
      options.atLeast = atLeast
      return try decodeImage(bytes, options: options).image.size
    }
    #expect(try size(PixelSize(width: 27, height: 21)) == PixelSize(width: 27, height: 21))
    #expect(try size(PixelSize(width: 14, height: 12)) == PixelSize(width: 27, height: 21))
    #expect(try size(PixelSize(width: 14, height: 11)) == PixelSize(width: 14, height: 11))
    #expect(try size(PixelSize(width: 7, height: 5)) == PixelSize(width: 7, height: 6))
    #expect(try size(PixelSize(width: 1, height: 1)) == PixelSize(width: 4, height: 3))
    #expect(try size(PixelSize(width: 99, height: 99)) == PixelSize(width: 27, height: 21))
  }
}
