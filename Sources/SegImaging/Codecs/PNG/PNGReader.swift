import CCodecs

/// Reads one PNG with libpng; lives while the bytes are pinned.
struct PNGReader: ~Copyable {
  private let reader: OpaquePointer
  private let bytes: UnsafeBufferPointer<UInt8>
  private let options: DecodeOptions
  private let header: seg_png_header

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, options: DecodeOptions, log: borrowing CodecLog
  ) throws(ImageError) {
    guard
      let reader = seg_png_open(bytes.baseAddress, bytes.count, !options.isLenient, log.pointer)
    else { throw .damaged(.png, "memory ran out") }
    var header = seg_png_header()
    do throws(ImageError) {
      try log.check(seg_png_read_header(reader, &header))
    } catch {
      seg_png_close(reader)
      throw error
    }
    self.reader = reader
    self.bytes = bytes
    self.options = options
    self.header = header
  }

  deinit { seg_png_close(reader) }

  var size: PixelSize { PixelSize(width: Int(header.width), height: Int(header.height)) }

  var bitDepth: Int { Int(header.bit_depth) }

  var isPalette: Bool { header.color_type == 3 }

  /// Samples a pixel as stored.
  var storedChannels: Int {
    switch header.color_type {
    case 2: 3
    case 4: 2
    case 6: 4
    default: 1
    }
  }

  /// The colours of a palette picture.
  var palette: [RGBColor] {
    var rgb = [UInt8](repeating: 0, count: 768)
    let count = Int(seg_png_palette(reader, &rgb))
    return (0..<count).map { RGBColor(rgb[3 * $0], rgb[3 * $0 + 1], rgb[3 * $0 + 2]) }
  }

  /// Decodes the picture, or with `raw` the samples as stored.
  func decode(
    raw: Bool, log: borrowing CodecLog
  ) throws(ImageError) -> (image: Image, warnings: [String]) {
    let channels = isPalette && !raw ? 3 : storedChannels
    let sampleBytes = header.bit_depth == 16 ? 2 : 1
    // Deflate shrinks to 1/1032 at best.
    try options.check(
      .png, size, bytesPerPixel: channels * sampleBytes, fileBytes: bytes.count,
      pixelsPerByte: max(1, 1032 * 8 / (storedChannels * bitDepth)))
    var layout = seg_png_layout()
    try log.check(seg_png_start(reader, raw, &layout), size: size)
    let decodedChannels = Int(layout.channels)
    let rowSamples = size.width * decodedChannels
    guard layout.row_bytes == rowSamples * sampleBytes && decodedChannels <= channels else {
      throw .unsupported(.png, "this kind of samples")
    }
    if sampleBytes == 2 {
      let (values, warnings) = try read(UInt16.self, rowSamples: rowSamples, log: log)
      let raster = Raster(
        height: size.height, width: size.width, channels: decodedChannels, values: values)
      return (.uint16(raster), warnings)
    }
    let (values, warnings) = try read(UInt8.self, rowSamples: rowSamples, log: log)
    let raster = Raster(
      height: size.height, width: size.width, channels: decodedChannels, values: values)
    return (.uint8(raster), warnings)
  }

  private func read<Scalar: FixedWidthInteger>(
    _: Scalar.Type, rowSamples: Int, log: borrowing CodecLog
  ) throws(ImageError) -> (values: [Scalar], warnings: [String]) {
    var warnings: [String] = []
    let values: [Scalar] = try filledArray(count: rowSamples * size.height) {
      (buffer) throws(ImageError) in
      // What a damaged interlaced picture leaves out lies anywhere.
      if options.isLenient && header.interlaced { buffer.update(repeating: 0) }
      var rows: UInt32 = 0
      let pixels = UnsafeMutableRawPointer(buffer.baseAddress)
      let status = seg_png_read(
        reader, pixels?.assumingMemoryBound(to: UInt8.self), &rows)
      if status == SEG_CODEC_DONE { return }
      guard options.isLenient else { return try log.check(status, size: size) }
      if !header.interlaced { buffer[(Int(rows) * rowSamples)...].update(repeating: 0) }
      let missing = size.height - Int(rows)
      warnings.append(
        log.clause(log.errorText + (missing > 0 ? "; rows are missing" : "")))
    }
    return (values, warnings)
  }
}
