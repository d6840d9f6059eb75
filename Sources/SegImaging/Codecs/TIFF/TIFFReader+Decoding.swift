extension TIFFReader {
  /// The page as a picture: gray or RGB, extra samples dropped.
  func decode(log: borrowing CodecLog) throws(ImageError) -> (image: Image, warnings: [String]) {
    guard let photometric else {
      throw .unsupported(.tiff, "this photometric interpretation")
    }
    switch photometric {
    case .palette:
      return try decodePalette(log: log)
    case .separated:
      guard try sampleKind() == .unsigned(bits: 8), storedChannels >= 4 else {
        throw .unsupported(.tiff, "CMYK of other than 8 unsigned bits")
      }
      let (inks, warnings) = try samples(UInt8.self, channels: 4, log: log) { row, index in
        UInt8(truncatingIfNeeded: tiffUnsigned(row, index, bits: 8))
      }
      return (.uint8(rgbFromCMYK(inks)), warnings)
    case .rgb where storedChannels < 3:
      throw .damaged(.tiff, "RGB of \(storedChannels) samples")
    case .rgb, .blackIsZero, .whiteIsZero, .mask:
      return try decodeScaled(inverted: photometric == .whiteIsZero, log: log)
    }
  }

  /// The samples as stored.
  func decodeRaw(log: borrowing CodecLog) throws(ImageError) -> (image: Image, warnings: [String]) {
    guard photometric != nil else {
      throw .unsupported(.tiff, "this photometric interpretation")
    }
    guard storedChannels <= 16 else { throw .unsupported(.tiff, "\(storedChannels) channels") }
    let kind = try sampleKind()
    let channels = storedChannels
    switch kind {
    case .unsigned(bits: 1...8):
      let (raster, warnings) = try samples(
        UInt8.self, channels: channels, asStored: bitDepth == 8, log: log
      ) {
        UInt8(truncatingIfNeeded: tiffUnsigned($0, $1, bits: bitDepth))
      }
      return (.uint8(raster), warnings)
    case .unsigned(bits: 9...16):
      let (raster, warnings) = try samples(
        UInt16.self, channels: channels, asStored: bitDepth == 16, log: log
      ) {
        UInt16(truncatingIfNeeded: tiffUnsigned($0, $1, bits: bitDepth))
      }
      return (.uint16(raster), warnings)
    default:
      var stranger: Double?
      let (raster, warnings) = try samples(UInt16.self, channels: channels, log: log) {
        let number = tiffNumber($0, $1, kind: kind)
        if let whole = UInt16(exactly: number) { return whole }
        stranger = stranger ?? number
        return 0
      }
      if let stranger {
        throw .unsupported(.tiff, "a mask with the value \(stranger)")
      }
      return (.uint16(raster), warnings)
    }
  }

  private func decodePalette(
    log: borrowing CodecLog
  ) throws(ImageError) -> (image: Image, warnings: [String]) {
    let colors = palette
    guard case .unsigned(let bits) = try sampleKind(), bits <= 16, !colors.isEmpty else {
      throw .damaged(.tiff, "a palette picture without a palette")
    }
    let (indices, warnings) = try samples(UInt16.self, channels: 1, pixelBytes: 5, log: log) {
      UInt16(truncatingIfNeeded: tiffUnsigned($0, $1, bits: bits))
    }
    return (.uint8(indices.expanded(by: colors)), warnings)
  }

  /// Gray and RGB: up to 8 bits scaled to 8, up to 16 to 16, floats of 0...1 to 16; what lies a
  /// little beyond is cut, and what lies far beyond is refused, or cut where the reader is lenient.
  private func decodeScaled(
    inverted: Bool, log: borrowing CodecLog
  ) throws(ImageError) -> (image: Image, warnings: [String]) {
    let kind = try sampleKind()
    switch kind {
    case .unsigned(let bits) where bits <= 8:
      let most = UInt32(1) << bits - 1
      let table = (0...most).map { UInt8(((inverted ? most - $0 : $0) * 255 + most / 2) / most) }
      let (raster, warnings) = try samples(
        UInt8.self, channels: colorChannels, asStored: bits == 8 && !inverted, log: log
      ) {
        table[Int(tiffUnsigned($0, $1, bits: bits))]
      }
      return (.uint8(raster), warnings)
    case .unsigned(let bits):
      let most = bits == 32 ? UInt64(UInt32.max) : 1 << bits - 1
      let (raster, warnings) = try samples(
        UInt16.self, channels: colorChannels, asStored: bits == 16 && !inverted, log: log
      ) {
        let value = UInt64(tiffUnsigned($0, $1, bits: bits))
        return UInt16(((inverted ? most - value : value) * 65_535 + most / 2) / most)
      }
      return (.uint16(raster), warnings)
    case .signed:
      throw .unsupported(.tiff, "a picture of signed samples")
    case .float:
      var isWithin = true
      let (raster, warnings) = try samples(UInt16.self, channels: colorChannels, log: log) {
        let value = tiffNumber($0, $1, kind: kind)
        isWithin = isWithin && Self.overshoot.contains(value)
        let scaled = value.isNaN ? 0 : (min(max(value, 0), 1) * 65_535).rounded()
        return UInt16(inverted ? 65_535 - scaled : scaled)
      }
      guard isWithin || options.isLenient else {
        throw .unsupported(
          .tiff,
          "a picture of floating point samples beyond 0...1 (scale them first; --lenient cuts them)"
        )
      }
      return (.uint16(raster), warnings)
    }
  }

  /// What resampling filters make of numbers of 0...1 at sharp edges.
  private static let overshoot = -0.5...1.5

  /// The first `channels` samples of each pixel; with `asStored`, `convert` changes nothing and whole
  /// rows may be copied.
  private func samples<Scalar: FixedWidthInteger & UnsignedInteger & Sendable>(
    _: Scalar.Type, channels: Int, pixelBytes: Int? = nil, asStored: Bool = false,
    log: borrowing CodecLog, _ convert: (UnsafeRawBufferPointer, Int) -> Scalar
  ) throws(ImageError) -> (raster: Raster<Scalar>, warnings: [String]) {
    let width = size.width
    try checkLimits(bytesPerPixel: pixelBytes ?? channels * MemoryLayout<Scalar>.size)
    var warnings: [String] = []
    let values: [Scalar] = try filledArray(count: width * size.height * channels) {
      (output) throws(ImageError) in
      let bytes = UnsafeMutableRawBufferPointer(output)
      let pixelSize = channels * MemoryLayout<Scalar>.size
      warnings = try forEachRow(channels: channels, log: log) { row, place in
        if asStored && place.samplesPerPixel == channels {
          let start = (place.y * width + place.x) * pixelSize
          UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
            .copyMemory(from: .init(rebasing: row[..<(place.count * pixelSize)]))
          return
        }
        place.forEachSample(width: width, channelCount: channels) { source, target in
          output[target] = convert(row, source)
        }
      }
    }
    let raster = Raster(height: size.height, width: width, channels: channels, values: values)
    return (raster, warnings)
  }
}

/// Converts CMYK (0 is no ink) to RGB, without a colour profile.
private func rgbFromCMYK(_ inks: Raster<UInt8>) -> Raster<UInt8> {
  Raster(height: inks.height, width: inks.width, channels: 3) { output in
    for pixel in 0..<inks.height * inks.width {
      for channel in 0..<3 {
        output[3 * pixel + channel] = rgbSample(
          ink: inks.values[4 * pixel + channel], black: inks.values[4 * pixel + 3])
      }
    }
  }
}

/// Red, green or blue of the opposite ink: (255 − black) − ink · (255 − black) / 255, the quotient
/// rounded as Pillow does.
@inline(__always)
func rgbSample(ink: UInt8, black: UInt8) -> UInt8 {
  let light = 255 - Int(black)
  let product = Int(ink) * light + 128
  return UInt8(clamping: light - ((product >> 8) + product) >> 8)
}
