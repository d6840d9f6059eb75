import SegImaging
import Testing

/// Files whose directories are damaged, unusual, or made to waste memory and time.
@Suite struct TIFFDirectoryTests {
  private let lenient: DecodeOptions = {
    var options = DecodeOptions()
    options.isLenient = true
    return options
  }()

  private let pixels = (1...16).map { UInt8($0) }

  private var pages: [UInt8] {
    DrawnTIFF.file(
      [
        DrawnTIFF.page(width: 4, height: 4), DrawnTIFF.page(width: 2, height: 4),
        DrawnTIFF.page(width: 4, height: 2),
      ], data: pixels)
  }

  @Test func damagedLaterPageIsDamage() throws {
    #expect(try readImageHeader(pages).pages == 3)
    let part = Array(pages.dropLast(20))
    #expect(throws: ImageError.self) { try readImageHeader(part) }
    #expect(throws: ImageError.self) { try decodeImage(part) }
    #expect(throws: ImageError.self) { try decodeRawSamples(part) }
    let decoded = try decodeImage(part, options: lenient)
    #expect(decoded.image == .uint8(Raster(height: 4, width: 4, channels: 1, values: pixels)))
    #expect(decoded.warnings.contains { $0.contains("directory 2") })
  }

  @Test func pageThatCannotBeReadIsCounted() throws {
    var second = DrawnTIFF.page(width: 4, height: 4)
    second.removeAll { $0.tag == 257 }
    let bytes = DrawnTIFF.file([DrawnTIFF.page(width: 4, height: 4), second], data: pixels)
    #expect(try readImageHeader(bytes).pages == 2)
    var options = DecodeOptions()
    options.page = 1
    #expect(throws: ImageError.self) { try decodeImage(bytes, options: options) }
  }

  @Test func loopOfDirectories() throws {
    let bytes = DrawnTIFF.file(
      [DrawnTIFF.page(width: 4, height: 4), DrawnTIFF.page(width: 2, height: 2)], data: pixels,
      next: 24)
    #expect(throws: ImageError.self) { try decodeImage(bytes) }
    #expect(!(try decodeImage(bytes, options: lenient).warnings.isEmpty))
  }

  @Test func onlyReducedPictures() throws {
    let kind = DrawnTIFF.Entry(tag: 254, value: 1)
    let bytes = DrawnTIFF.file([DrawnTIFF.page(width: 4, height: 4) + [kind]], data: pixels)
    #expect(try readImageHeader(bytes).pages == 1)
    #expect(
      try decodeImage(bytes).image
        == .uint8(Raster(height: 4, width: 4, channels: 1, values: pixels)))
  }

  @Test func reducedPictureFirst() throws {
    #expect(try readImageHeader(try codecFixture("thumbnail-first.tif")).pages == 1)
    // The same by the older tag, 255.
    let kind = DrawnTIFF.Entry(tag: 255, value: 2)
    let bytes = DrawnTIFF.file(
      [DrawnTIFF.page(width: 2, height: 2) + [kind], DrawnTIFF.page(width: 4, height: 4)],
      data: pixels)
    let header = try readImageHeader(bytes)
    #expect(header.pages == 1 && header.size == PixelSize(width: 4, height: 4))
  }

  /// Every tag points at the same bytes; libtiff would copy them for each.
  @Test func tagsThatShareTheirBytes() throws {
    let shared = (0..<2000).map {
      DrawnTIFF.Entry(tag: 1000 + $0, type: 7, count: 1 << 16, value: 8)
    }
    let bytes = DrawnTIFF.file(
      [DrawnTIFF.page(width: 4, height: 4) + shared], data: [UInt8](repeating: 0, count: 1 << 16))
    for options in [DecodeOptions(), lenient] {
      #expect(throws: ImageError.self) { try decodeImage(bytes, options: options) }
    }
    #expect(throws: ImageError.self) { try readImageHeader(bytes) }
  }

  /// Tiles of 16 MB for a column of pixels.
  @Test func tilesMuchLargerThanThePicture() throws {
    let (width, height, rows) = (1 << 16, 256, 8192)
    // PackBits: 128 zeros in two bytes.
    var data = (0..<width * height / 128).flatMap { _ in [0x81, 0] as [UInt8] }
    let count = rows / height
    let (size, offsets) = (data.count, 8 + data.count)
    for _ in 0..<count { data += DrawnTIFF.number(8, bytes: 4) }
    for _ in 0..<count { data += DrawnTIFF.number(size, bytes: 4) }
    let bytes = DrawnTIFF.file(
      [
        [
          .init(tag: 256, value: 1), .init(tag: 257, value: rows), .init(tag: 258, value: 8),
          .init(tag: 259, value: 32_773), .init(tag: 262, value: 1), .init(tag: 277, value: 1),
          .init(tag: 322, value: width), .init(tag: 323, value: height),
          .init(tag: 324, count: count, value: offsets),
          .init(tag: 325, count: count, value: offsets + 4 * count),
        ]
      ], data: data)
    for options in [DecodeOptions(), lenient] {
      #expect(throws: ImageError.self) { try decodeImage(bytes, options: options) }
    }
  }

  /// ImageJ writes large stacks as one page, the other images lying behind it.
  @Test func stackOfImageJ() throws {
    let text = Array("ImageJ=1.53\nimages=4\nslices=4\n\u{0}".utf8)
    let description = DrawnTIFF.Entry(tag: 270, type: 2, count: text.count, value: 8)
    func file(pages: Int) -> [UInt8] {
      let page = DrawnTIFF.page(width: 4, height: 4, offset: 8 + text.count)
      return DrawnTIFF.file(
        [page + [description]] + (0..<pages - 1).map { _ in page }, data: text + pixels)
    }
    let warnings = try decodeImage(file(pages: 1)).warnings
    #expect(warnings == ["TIFF: ImageJ says 4 images, but the file has 1 page"])
    #expect(try decodeRawSamples(file(pages: 1)).warnings == warnings)
    #expect(try decodeImage(file(pages: 4)).warnings == [])
  }
}
