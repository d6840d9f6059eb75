import CKernels

/// Decodes a mask: the samples as stored, for whoever knows what they mean.
///
/// - Palette pictures (PNG, TIFF, GIF) give indices and the palette; indices the palette does not
///   define are kept.
/// - Samples of 1, 2 and 4 bits are unpacked to one byte each, not scaled; 8 and 16 bits as stored.
/// - RGB keeps 3 channels, and alpha is kept (2 or 4 channels) so that the caller can decide.
/// - GIF: a first frame that does not cover the screen is refused, for nobody labelled the rest.
/// - TIFF: WhiteIsZero is not inverted; 32-bit, signed and float samples are taken when all of them
///   are whole numbers of `0...65535`.
///
/// Always strict: what is missing of a damaged mask would silently become class 0.
///
/// - Parameters:
///   - options: Limits and page; `isLenient` and `atLeast` are not regarded.
///   - allowsLossy: Takes JPEG too (in TIFF as well), whose samples are never exactly what was
///     written.
/// - Throws: ``ImageError``: every case but `cannotEncode`; `unsupported` for JPEG, and for samples
///   that are no label.
public func decodeRawSamples(
  _ bytes: [UInt8], options: DecodeOptions = DecodeOptions(), allowsLossy: Bool = false
) throws(ImageError) -> RawSamples {
  let format = try imageFormat(of: bytes)
  var options = options
  options.isLenient = false
  options.atLeast = nil
  if options.page != 0 && format != .tiff { throw .noPage(options.page, pages: 1) }
  var samples = try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
    try decodeRawSamples(buffer, as: format, options: options, allowsLossy: allowsLossy)
  }
  if let palette = samples.palette, let highest = samples.image.highestSample(from: palette.count) {
    samples.warnings.append(
      "\(format.name): index \(highest) has no colour in the palette of \(palette.count)")
  }
  return samples
}

extension Image {
  /// The highest sample when it is `least` or more; nil when there is none such.
  fileprivate func highestSample(from least: Int) -> Int? {
    let highest: Int? =
      switch self {
      case .uint8(let raster):
        least > 255 ? nil : Int(seg_highest_u8(raster.values, raster.values.count))
      case .uint16(let raster): least > 65_535 ? nil : raster.values.max().map { Int($0) }
      }
    return highest.flatMap { $0 >= least ? $0 : nil }
  }
}

private func decodeRawSamples(
  _ buffer: UnsafeBufferPointer<UInt8>, as format: ImageFormat, options: DecodeOptions,
  allowsLossy: Bool
) throws(ImageError) -> RawSamples {
  let log = try CodecLog(format)
  switch format {
  case .jpeg:
    guard allowsLossy else { throw .unsupported(.jpeg, lossyMask) }
    let reader = try JPEGReader(buffer, options: options, log: log)
    let (image, warnings) = try reader.decode(log: log)
    return RawSamples(
      image: image, palette: nil, bitDepth: 8, format: .jpeg, warnings: log.warnings + warnings)
  case .png:
    if let png = OrdinaryPNG(buffer), let image = png.decode(raw: true, options: options) {
      return RawSamples(
        image: image, palette: png.palette, bitDepth: png.bitDepth, format: .png)
    }
    let reader = try PNGReader(buffer, options: options, log: log)
    let (image, warnings) = try reader.decode(raw: true, log: log)
    return RawSamples(
      image: image, palette: reader.isPalette ? reader.palette : nil,
      bitDepth: reader.bitDepth, format: .png, warnings: log.warnings + warnings)
  case .gif:
    let reader = try GIFReader(buffer)
    guard reader.coversScreen else {
      throw .unsupported(
        .gif,
        "a mask whose frame of \(reader.frameSize) does not cover the screen of \(reader.size)")
    }
    let (raster, warnings) = try reader.indices(options: options, bytesPerPixel: 2)
    return RawSamples(
      image: .uint8(raster), palette: reader.palette, bitDepth: reader.bitDepth, format: .gif,
      warnings: warnings)
  case .tiff:
    let reader = try TIFFReader(buffer, options: options, log: log)
    guard allowsLossy || !reader.isLossy else { throw .unsupported(.tiff, lossyMask) }
    let (image, warnings) = try reader.decodeRaw(log: log)
    return RawSamples(
      image: image, palette: reader.photometric == .palette ? reader.palette : nil,
      bitDepth: reader.bitDepth, format: .tiff, warnings: log.warnings + warnings)
  }
}

private let lossyMask = "a mask in JPEG compression, which changes its values,"
