/// Decodes a picture for training: gray with 1 channel or RGB with 3, 8 or 16 bits, alpha dropped.
///
/// - Gray PNG of 1, 2 and 4 bits is scaled to 8 bits, palettes are expanded to RGB.
/// - JPEG: CMYK and YCCK become RGB, samples taken as inverted (see Pillow). The pixels are
///   libjpeg's defaults: accurate integer DCT, smooth ("fancy") chroma upsampling.
/// - GIF: the first frame, on the background.
/// - TIFF: the page of `options`; WhiteIsZero inverted; floats of 0...1 scaled to 16 bits.
///
/// The picture is never rotated; see ``DecodedImage/orientation`` and ``PairedOrientation``.
///
/// - Throws: ``ImageError``: every case but `cannotEncode`. Strict reading (the default) takes data
///   that end early or contradict their checksums as `damaged`.
public func decodeImage(
  _ bytes: [UInt8], options: DecodeOptions = DecodeOptions()
) throws(ImageError) -> DecodedImage {
  let format = try imageFormat(of: bytes)
  return try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
    let log = try CodecLog(format)
    var (image, orientation, warnings) = try decodeImage(
      buffer, as: format, options: options, log: log)
    warnings = log.warnings + warnings
    let valid = (1...8).contains(orientation ?? 1)
    if let orientation, !valid {
      warnings.append("\(format.name): orientation \(orientation) is invalid, taken as 1")
    }
    return DecodedImage(
      image: image, format: format, orientation: valid ? orientation ?? 1 : 1, warnings: warnings)
  }
}

/// The format of the bytes.
///
/// - Throws: ``ImageError/empty``, ``ImageError/notAnImage(looksLike:)``.
func imageFormat(of bytes: [UInt8]) throws(ImageError) -> ImageFormat {
  if bytes.isEmpty { throw .empty }
  guard let format = ImageFormat(sniffing: bytes) else {
    throw .notAnImage(looksLike: contentKind(of: bytes))
  }
  return format
}

private func decodeImage(
  _ bytes: UnsafeBufferPointer<UInt8>, as format: ImageFormat, options: DecodeOptions,
  log: borrowing CodecLog
) throws(ImageError) -> (image: Image, orientation: Int?, warnings: [String]) {
  if options.page != 0 && format != .tiff { throw .noPage(options.page, pages: 1) }
  switch format {
  case .jpeg:
    let reader = try JPEGReader(bytes, options: options, log: log)
    let (image, warnings) = try reader.decode(log: log)
    return (image, reader.orientation, warnings)
  case .png:
    if let image = OrdinaryPNG(bytes)?.decode(raw: false, options: options) {
      return (image, PNGChunks(bytes).orientation, [])
    }
    let reader = try PNGReader(bytes, options: options, log: log)
    let (image, warnings) = try reader.decode(raw: false, log: log)
    return (image, PNGChunks(bytes).orientation, warnings)
  case .gif:
    let (image, warnings) = try GIFReader(bytes).decode(options: options)
    return (image, nil, warnings)
  case .tiff:
    let reader = try TIFFReader(bytes, options: options, log: log)
    let (image, warnings) = try reader.decode(log: log)
    return (image, reader.orientation, warnings)
  }
}
