import SegBasics
import Testing

@testable import SegImaging

/// The fast way through a PNG against libpng, which reads everything it reads, bit for bit.
@Suite struct OrdinaryPNGTests {
  /// What libpng makes of the bytes.
  private struct Reference: Equatable {
    let image: Image
    let palette: [RGBColor]?
    let bitDepth: Int
    let warnings: [String]

    init(_ bytes: [UInt8], raw: Bool, options: DecodeOptions) throws {
      self = try bytes.withUnsafeBufferPointer { bytes in
        let log = try CodecLog(.png)
        let reader = try PNGReader(bytes, options: options, log: log)
        let (image, warnings) = try reader.decode(raw: raw, log: log)
        return Reference(
          image: image, palette: reader.isPalette ? reader.palette : nil,
          bitDepth: reader.bitDepth, warnings: log.warnings + warnings)
      }
    }

    init(image: Image, palette: [RGBColor]?, bitDepth: Int, warnings: [String]) {
      self.image = image
      self.palette = palette
      self.bitDepth = bitDepth
      self.warnings = warnings
    }
  }

  /// What the fast way makes of them; nil when it leaves them to libpng.
  private func read(_ bytes: [UInt8], raw: Bool, options: DecodeOptions) -> Reference? {
    bytes.withUnsafeBufferPointer { bytes in
      guard let png = OrdinaryPNG(bytes), let image = png.decode(raw: raw, options: options)
      else { return nil }
      return Reference(
        image: image, palette: png.palette, bitDepth: png.bitDepth, warnings: [])
    }
  }

  /// True when the fast way read the bytes in both ways; what it reads, libpng must read alike and
  /// without a word.
  private func isReadAlike(
    _ bytes: [UInt8], _ name: String = "", lenient: Bool = false
  ) -> Bool {
    var options = DecodeOptions()
    options.isLenient = lenient
    options.maximumPixels = 1 << 20
    return [true, false].filter { raw in
      guard let fast = read(bytes, raw: raw, options: options) else { return false }
      let slow = try? Reference(bytes, raw: raw, options: options)
      #expect(fast == slow, "\(name), raw: \(raw)")
      return true
    }.count == 2
  }

  static let kinds = [
    (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8),
    (4, 8), (4, 16), (6, 8), (6, 16),
  ]

  @Test(arguments: kinds)
  func allWidthsAndFilters(colorType: Int, depth: Int) {
    var random = RandomStream(seed: UInt64(100 * colorType + depth))
    for width in 1...70 {
      for filter: UInt8? in [nil, 0, 1, 2, 3, 4] {
        var drawn = DrawnPNG()
        drawn.width = width
        drawn.height = filter == nil ? 1 + width % 9 : 2
        drawn.depth = depth
        drawn.colorType = colorType
        drawn.filter = filter
        drawn.isFlat = width % 3 == 0
        drawn.colors = colorType == 3 ? 1 << depth : nil
        drawn.parts = 1 + width % 4
        if width % 2 == 0, colorType == 0 { drawn.before = [("tRNS", [0, 1])] }
        if width % 2 == 0, colorType == 3 { drawn.before = [("tRNS", [0, 128])] }
        let bytes = drawn.bytes(&random)
        #expect(isReadAlike(bytes, "\(drawn)"), "left to libpng: \(drawn)")
      }
    }
  }

  @Test func chunksThatDoNotMatter() {
    var random = RandomStream(seed: 1)
    for (type, data) in [
      ("gAMA", [0, 0, 0xB1, 0x8F]), ("sRGB", [0]), ("sBIT", [5]), ("bKGD", [0, 1]),
      ("pHYs", [0, 0, 0, 1, 0, 0, 0, 2, 1]), ("tEXt", Array("a\0b".utf8)),
      ("iCCP", Array("x\0\0nonsense".utf8)), ("zTXt", []), ("tIME", [1, 2]), ("vpAg", [0, 0, 0]),
    ] as [(String, [UInt8])] {
      var drawn = DrawnPNG()
      drawn.before = [(type, data)]
      #expect(isReadAlike(drawn.bytes(&random), type))
      drawn.after = [(type, data)]
      let bytes = drawn.bytes(&random)
      #expect(isReadAlike(bytes, type))
      #expect(isReadAlike(bytes + [1, 2, 3], type))
    }
  }

  @Test func theUnusualIsLeftToLibpng() throws {
    var random = RandomStream(seed: 2)
    let usual = DrawnPNG()
    #expect(isReadAlike(usual.bytes(&random)))
    let rows = usual.filteredRows(&random)
    let whole = DrawnPNG.compress(rows)
    var files: [String: [UInt8]] = [:]
    func draw(_ name: String, _ change: (inout DrawnPNG) -> Void, compressed: [UInt8]? = nil) {
      var drawn = usual
      change(&drawn)
      files[name] =
        compressed.map { drawn.bytes(compressed: $0, &random) } ?? drawn.bytes(&random)
    }
    draw("interlaced", { $0.interlace = 1 })
    draw("palette of gray", { $0.colors = 3 })
    draw("no palette", { $0.colorType = 3 })
    draw("palette too long", { ($0.colorType, $0.depth, $0.colors) = (3, 2, 5) })
    draw("wrong filter", { $0.filter = 5 })
    draw("animation", { $0.before = [("acTL", [0, 0, 0, 1, 0, 0, 0, 0])] })
    draw("critical chunk", { $0.before = [("ABCD", [])] })
    draw("name of no letters", { $0.before = [("a1CD", [])] })
    draw("pixels apart", { $0.after = [("tEXt", [65, 0]), ("IDAT", [0])] })
    draw("empty part", { $0.after = [("IDAT", [])] })
    draw("palette behind", { ($0.colorType, $0.after) = (3, [("PLTE", [0, 0, 0])]) })
    draw("more data", { _ in }, compressed: whole + [0])
    draw("more rows", { _ in }, compressed: DrawnPNG.compress(rows + [0]))
    draw("fewer rows", { _ in }, compressed: DrawnPNG.compress(rows.dropLast()))
    draw("wrong sum", { _ in }, compressed: whole.dropLast() + [(whole.last ?? 0) ^ 1])
    draw("no pixels", { _ in }, compressed: [])
    for (name, bytes) in files {
      #expect(read(bytes, raw: true, options: DecodeOptions()) == nil, "\(name)")
      #expect(read(bytes, raw: false, options: DecodeOptions()) == nil, "\(name)")
    }
  }

  /// zlib does not look further back than the window the stream declares, libdeflate does.
  @Test func smallWindow() {
    var random = RandomStream(seed: 3)
    var drawn = DrawnPNG()
    (drawn.width, drawn.height, drawn.filter) = (600, 2, 0)
    let rows = drawn.filteredRows(&random)
    var stream = DrawnPNG.compress(Array(rows.prefix(601)) + Array(rows.prefix(601)))
    #expect(isReadAlike(drawn.bytes(compressed: stream, &random)))
    stream[0] = 0x18  // 512 bytes.
    stream[1] = UInt8((31 - 0x1800 % 31) % 31)
    let bytes = drawn.bytes(compressed: stream, &random)
    #expect(read(bytes, raw: true, options: DecodeOptions()) == nil)
    // A window that holds the whole picture will do.
    var small = DrawnPNG()
    small.width = 90
    var held = DrawnPNG.compress(small.filteredRows(&random))
    (held[0], held[1]) = (stream[0], stream[1])
    #expect(isReadAlike(small.bytes(compressed: held, &random)))
  }

  @Test(arguments: [(1, 1), (2, 3), (4, 15), (8, 200)])
  func indexWithoutColor(depth: Int, colors: Int) throws {
    var random = RandomStream(seed: 4)
    var drawn = DrawnPNG()
    (drawn.width, drawn.height, drawn.depth, drawn.colorType) = (37, 9, depth, 3)
    drawn.colors = colors
    let bytes = drawn.bytes(&random)
    #expect(!isReadAlike(bytes))
    #expect(try decodeRawSamples(bytes).warnings.count > 0)
    drawn.isFlat = true
    drawn.filter = 0
    // Zeros are index 0.
    let zeros = [UInt8](repeating: 0, count: (1 + drawn.rowBytes) * drawn.height)
    let plain = drawn.bytes(compressed: DrawnPNG.compress(zeros), &random)
    #expect(isReadAlike(plain))
    #expect(try decodeRawSamples(plain).warnings.isEmpty)
  }

  @Test func limitsHold() throws {
    var random = RandomStream(seed: 5)
    var drawn = DrawnPNG()
    (drawn.width, drawn.height) = (40, 30)
    let bytes = drawn.bytes(&random)
    for (dimension, pixels, most) in [
      (39, 1 << 20, 1 << 20), (64, 1199, 1 << 20), (64, 1200, 1199),
    ] {
      var options = DecodeOptions()
      options.maximumDimension = dimension
      options.maximumPixels = pixels
      options.maximumBytes = most
      #expect(read(bytes, raw: true, options: options) == nil)
      #expect(throws: ImageError.self) { try decodeImage(bytes, options: options) }
    }
  }

  @Test(arguments: codecFixtureNames.filter { $0.hasSuffix(".png") })
  func fixtures(name: String) throws {
    let isUnusual = name.contains("interlaced") || name == "palette-short.png"
    #expect(isReadAlike(try codecFixture(name), name) == !isUnusual)
  }

  /// Whatever the fast way takes of damaged files, libpng takes too, without a warning.
  @Test(arguments: 0..<20)
  func damage(seed: Int) throws {
    var random = RandomStream(seed: UInt64(1000 + seed))
    func below(_ count: Int) -> Int { Int(random.next() % UInt64(max(1, count))) }
    let (colorType, depth) = Self.kinds[below(Self.kinds.count)]
    var drawn = DrawnPNG()
    drawn.width = 1 + below(40)
    drawn.height = 1 + below(30)
    drawn.depth = depth
    drawn.colorType = colorType
    drawn.parts = 1 + below(3)
    drawn.isFlat = below(2) == 0
    drawn.colors = colorType == 3 ? 1 + below(1 << depth) : nil
    drawn.before = below(2) == 0 ? [("tEXt", [65, 0, 66])] : []
    let whole = drawn.bytes(&random)
    for _ in 0..<100 {
      var bytes = whole
      switch below(6) {
      case 0: bytes.removeLast(1 + below(bytes.count - 1))
      case 1:
        let first = below(bytes.count)
        bytes.removeSubrange(first..<min(bytes.count, first + 1 + below(20)))
      case 2:
        let first = below(bytes.count)
        bytes.insert(
          contentsOf: whole[first..<min(whole.count, first + 30)], at: below(whole.count))
      case 3:
        // A size of the header, at times a huge one.
        bytes[16 + below(8)] = UInt8(truncatingIfNeeded: random.next())
      case 4:
        // The length of a chunk or what else stands at the front.
        bytes[8 + below(50)] = UInt8(truncatingIfNeeded: random.next())
      default:
        for _ in 0...below(3) { bytes[below(bytes.count)] ^= 1 << UInt8(below(8)) }
      }
      if below(3) > 0 { bytes = DrawnPNG.repaired(bytes) }
      let lenient = below(2) == 0
      _ = isReadAlike(bytes, "seed \(seed)", lenient: lenient)
      var options = DecodeOptions()
      options.isLenient = lenient
      options.maximumPixels = 1 << 20
      let ended = Result { try decodeImage(bytes, options: options) }
      let expected = Result { try Reference(bytes, raw: false, options: options) }
      switch (ended, expected) {
      case (.success(let ended), .success(let expected)):
        #expect(ended.image == expected.image)
      case (.failure(let ended), .failure(let expected)):
        // Without the signature it is none to begin with.
        if ImageFormat(sniffing: bytes) == .png { #expect("\(ended)" == "\(expected)") }
      default: #expect(ImageFormat(sniffing: bytes) != .png, "seed \(seed)")
      }
    }
  }
}
