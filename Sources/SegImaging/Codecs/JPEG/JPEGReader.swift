import CCodecs

/// Reads one JPEG with libjpeg-turbo; lives while the bytes are pinned.
struct JPEGReader: ~Copyable {
  private let reader: OpaquePointer
  private let bytes: UnsafeBufferPointer<UInt8>
  private let options: DecodeOptions
  private let header: seg_jpeg_header
  /// The Exif orientation as found; nil when there is none.
  let orientation: Int?

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, options: DecodeOptions, log: borrowing CodecLog
  ) throws(ImageError) {
    guard
      let reader = seg_jpeg_open(
        bytes.baseAddress, bytes.count, !options.isLenient, options.maximumBytes, log.pointer)
    else { throw .damaged(.jpeg, "memory ran out") }
    var header = seg_jpeg_header()
    do throws(ImageError) {
      try log.check(seg_jpeg_read_header(reader, &header))
    } catch {
      seg_jpeg_close(reader)
      throw error
    }
    self.reader = reader
    self.bytes = bytes
    self.options = options
    self.header = header
    // Now, for libjpeg forgets the markers when it is done with the pixels.
    var count = 0
    let exif = seg_jpeg_exif(reader, &count)
    orientation = tiffOrientation(UnsafeBufferPointer(start: exif, count: exif == nil ? 0 : count))
  }

  deinit { seg_jpeg_close(reader) }

  var size: PixelSize { PixelSize(width: Int(header.width), height: Int(header.height)) }

  /// Channels as stored: 1 gray, 3 colours, 4 CMYK; 0 when the colour space is not known.
  var channels: Int { Int(header.channels) }

  /// Decodes: gray stays one channel, all else becomes RGB.
  func decode(log: borrowing CodecLog) throws(ImageError) -> (image: Image, warnings: [String]) {
    guard header.channels > 0 else { throw .unsupported(.jpeg, "this colour space") }
    // A block of 8 by 8 pixels takes at least one bit, unless the file is arithmetically coded.
    try options.check(
      .jpeg, size, bytesPerPixel: Int(header.channels), fileBytes: bytes.count,
      pixelsPerByte: 512)
    // Of a file of several scans all coefficients are kept.
    guard header.coefficient_bytes <= options.maximumBytes else {
      throw .overLimit(.jpeg, size: size, "\(options.maximumBytes) bytes")
    }
    var output = header
    try log.check(seg_jpeg_start(reader, denominator, &output), size: size)
    let rowBytes = Int(output.width) * Int(output.channels)
    let height = Int(output.height)
    var warnings: [String] = []
    let values: [UInt8] = try filledArray(count: rowBytes * height) {
      (buffer) throws(ImageError) in
      var rows: UInt32 = 0
      let status = seg_jpeg_read(reader, buffer.baseAddress, rowBytes, &rows)
      if status == SEG_CODEC_DONE { return }
      guard options.isLenient && rows > 0 else { return try log.check(status, size: size) }
      buffer[(Int(rows) * rowBytes)...].update(repeating: 0)
      let missing = height - Int(rows)
      warnings.append(
        log.clause(log.errorText + (missing > 0 ? "; \(missing) rows are missing" : "")))
    }
    let width = Int(output.width)
    if output.channels == 4 {
      return (.uint8(rgbFromInvertedCMYK(values, width: width, height: height)), warnings)
    }
    let raster = Raster(
      height: height, width: width, channels: Int(output.channels), values: values)
    return (.uint8(raster), warnings)
  }

  /// The largest of 1, 2, 4 and 8 that leaves at least the size asked for.
  private var denominator: UInt32 {
    guard let atLeast = options.atLeast else { return 1 }
    let fits = [8, 4, 2].first { denominator in
      (size.width + denominator - 1) / denominator >= atLeast.width
        && (size.height + denominator - 1) / denominator >= atLeast.height
    }
    return UInt32(fits ?? 1)
  }
}

/// Converts CMYK to RGB, without a colour profile.
///
/// The samples are taken as inverted (255 is no ink), which is what Adobe's programs write and what
/// Pillow and OpenCV assume of every JPEG, be there an Adobe marker or not.
private func rgbFromInvertedCMYK(_ values: [UInt8], width: Int, height: Int) -> Raster<UInt8> {
  Raster(height: height, width: width, channels: 3) { output in
    values.withUnsafeBufferPointer { input in
      for pixel in 0..<width * height {
        for channel in 0..<3 {
          output[3 * pixel + channel] = rgbSample(
            ink: 255 - input[4 * pixel + channel], black: 255 - input[4 * pixel + 3])
        }
      }
    }
  }
}
