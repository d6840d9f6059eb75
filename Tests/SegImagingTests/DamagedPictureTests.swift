import SegBasics
import SegImaging
import Testing

@Suite struct DamagedPictureTests {
  private static let lenient: DecodeOptions = {
    var options = DecodeOptions()
    options.isLenient = true
    return options
  }()

  /// Decodes in all ways: whatever the bytes are, each ends with a picture or an ``ImageError``.
  private func decodeEveryWay(_ bytes: [UInt8]) {
    for var options in [DecodeOptions(), Self.lenient] {
      // What a damaged header may ask for takes its time.
      options.maximumPixels = 1 << 20
      _ = try? decodeImage(bytes, options: options)
      _ = try? decodeRawSamples(bytes, options: options, allowsLossy: true)
    }
    _ = try? readImageHeader(bytes)
  }

  /// Bytes of a file behind the picture, which need not be there: the trailer of a GIF and further
  /// frames. (In TIFF the directory may come first or last: see the test.)
  private func neededBytes(_ name: String, _ bytes: [UInt8]) -> Int {
    switch name {
    case "local-palette.gif", "small-frame.gif": 85
    case _ where name.hasSuffix(".gif"): bytes.count - 1
    default: bytes.count
    }
  }

  @Test(
    arguments: codecFixtureNames.filter { !$0.hasSuffix(".tif") && $0 != "noise.gif" })
  func truncatedAtEveryLength(name: String) throws {
    let bytes = try codecFixture(name)
    let needed = neededBytes(name, bytes)
    _ = try decodeImage(Array(bytes.prefix(needed)))
    for count in 0..<needed {
      let part = Array(bytes.prefix(count))
      #expect(throws: ImageError.self, "\(count) bytes") { try decodeImage(part) }
      #expect(throws: ImageError.self, "\(count) bytes") {
        try decodeRawSamples(part, allowsLossy: true)
      }
      decodeEveryWay(part)
    }
  }

  /// The pixels stand before or behind the directory, and what follows them may be padding: a
  /// truncated file must fail or give the whole picture.
  @Test(arguments: codecFixtureNames.filter { $0.hasSuffix(".tif") })
  func truncatedTIFF(name: String) throws {
    let bytes = try codecFixture(name)
    let whole = try? decodeImage(bytes).image
    let pages = try readImageHeader(bytes).pages
    for count in stride(from: 0, to: bytes.count, by: bytes.count > 2000 ? 13 : 3) {
      let part = Array(bytes.prefix(count))
      if let image = try? decodeImage(part).image { #expect(image == whole, "\(count) bytes") }
      if let header = try? readImageHeader(part) { #expect(header.pages == pages) }
      decodeEveryWay(part)
    }
  }

  @Test(arguments: ["rgba16.png", "color420.jpg", "plain.gif", "lzw.tif"])
  func lenientKeepsWhatIsThere(name: String) throws {
    let bytes = try codecFixture(name)
    let whole = try decodeImage(bytes)
    // In TIFF the directory comes first here, then the strips.
    let part = Array(bytes.prefix(bytes.count * 14 / 15))
    let decoded = try decodeImage(part, options: Self.lenient)
    #expect(decoded.image.size == whole.image.size)
    #expect(decoded.image != whole.image)
    #expect(!decoded.warnings.isEmpty)
    let rowDigits = whole.image.width * whole.image.channels * whole.image.bits / 4
    #expect(decoded.image.hex.prefix(rowDigits) == whole.image.hex.prefix(rowDigits))
    // Background in place of what is missing would be a label nobody gave.
    #expect(throws: ImageError.self) {
      try decodeRawSamples(part, options: Self.lenient, allowsLossy: true)
    }
  }

  @Test(arguments: codecFixtureNames.filter { $0 != "noise.gif" })
  func randomBytesFlipped(name: String) throws {
    let bytes = try codecFixture(name)
    var random = SplitMix64(state: UInt64(bytes.count))
    let ending = name.suffix(4)
    let rounds = 2000 / codecFixtureNames.count { $0.hasSuffix(ending) }
    for _ in 0..<rounds {
      var damaged = bytes
      for _ in 0...random.next() % 4 {
        // Half of the time among the first bytes, where the header is.
        let range = random.next() % 2 == 0 ? min(64, bytes.count) : bytes.count
        damaged[Int(random.next() % UInt64(range))] = UInt8(truncatingIfNeeded: random.next())
      }
      decodeEveryWay(damaged)
    }
  }

  @Test func wrongChecksumIsDamage() throws {
    var bytes = try codecFixture("gray8.png")
    bytes[bytes.count - 14] ^= 1
    #expect(throws: ImageError.self) { try decodeImage(bytes) }
    let decoded = try decodeImage(bytes, options: Self.lenient)
    #expect(decoded.image == (try decodeImage(try codecFixture("gray8.png")).image))
    #expect(!decoded.warnings.isEmpty)
  }

  /// The start of each segment and scan, and of the end marker.
  private func scans(_ bytes: [UInt8]) -> [Int] {
    bytes.indices.dropLast().filter {
      bytes[$0] == 0xFF && [0xDA, 0xD9].contains(bytes[$0 + 1])
    }
  }

  @Test func progressiveWithoutItsFirstScan() throws {
    let bytes = try codecFixture("progressive.jpg")
    let starts = scans(bytes)
    let header = Array(bytes[..<starts[0]])
    // The tables of the second scan stand before it.
    let next = try #require(
      bytes[(starts[0] + 2)..<starts[1]].indices.first {
        bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC4
      })
    let part = header + bytes[next...]
    #expect(throws: ImageError.self) { try decodeImage(part) }
    #expect(!(try decodeImage(part, options: Self.lenient).warnings.isEmpty))
  }

  @Test func repeatedScanIsDamage() throws {
    let bytes = try codecFixture("progressive.jpg")
    let starts = scans(bytes)
    let end = try #require(
      bytes[(starts[0] + 2)...].indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] != 0 })
    let twice = bytes[..<end] + bytes[starts[0]...]
    #expect(throws: ImageError.self) { try decodeImage(Array(twice)) }
    #expect(!(try decodeImage(Array(twice), options: Self.lenient).warnings.isEmpty))
  }

  @Test func manyExtraneousBytesAreDamage() throws {
    let plain = try codecFixture("color420.jpg")
    func extended(_ count: Int) -> [UInt8] {
      plain.dropLast(2) + [UInt8](repeating: 0x12, count: count) + plain.suffix(2)
    }
    #expect(try decodeImage(extended(60)).warnings.count == 1)
    #expect(throws: ImageError.self) { try decodeImage(extended(100)) }
    #expect(try decodeImage(extended(100), options: Self.lenient).warnings.count == 1)
  }

  @Test func missingEndOfJPEG() throws {
    let bytes = Array(try codecFixture("color420.jpg").dropLast(2))
    #expect(throws: ImageError.damaged(.jpeg, "Premature end of JPEG file")) {
      try decodeImage(bytes)
    }
    let decoded = try decodeImage(bytes, options: Self.lenient)
    #expect(decoded.image == (try decodeImage(try codecFixture("color420.jpg")).image))
    #expect(decoded.warnings == ["JPEG: Premature end of JPEG file"])
  }
}
