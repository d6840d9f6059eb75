/// Reads what a file says of its picture, without decoding pixels.
///
/// The limits of ``DecodeOptions`` are not applied: the size is reported as found.
///
/// - Throws: ``ImageError``: `empty`, `notAnImage`, `damaged`, `unsupported`.
public func readImageHeader(_ bytes: [UInt8]) throws(ImageError) -> ImageHeader {
  let format = try imageFormat(of: bytes)
  return try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
    let log = try CodecLog(format)
    let options = DecodeOptions()
    switch format {
    case .jpeg:
      let reader = try JPEGReader(buffer, options: options, log: log)
      return ImageHeader(
        format: format, size: reader.size, channels: reader.channels, bitDepth: 8,
        isPalette: false, orientation: reader.orientation, pages: 1)
    case .png:
      let reader = try PNGReader(buffer, options: options, log: log)
      let chunks = PNGChunks(buffer)
      let colors = chunks.hasTransparency ? 4 : 3
      return ImageHeader(
        format: format, size: reader.size,
        channels: reader.isPalette ? colors : reader.storedChannels,
        bitDepth: reader.bitDepth, isPalette: reader.isPalette,
        orientation: chunks.orientation, pages: 1)
    case .gif:
      let reader = try GIFReader(buffer)
      return ImageHeader(
        format: format, size: reader.size, channels: 3, bitDepth: reader.bitDepth,
        isPalette: true, orientation: nil, pages: 1)
    case .tiff:
      let reader = try TIFFReader(buffer, options: options, log: log)
      let isPalette = reader.photometric == .palette
      return ImageHeader(
        format: format, size: reader.size, channels: isPalette ? 3 : reader.storedChannels,
        bitDepth: reader.bitDepth, isPalette: isPalette, orientation: reader.orientation,
        pages: reader.pages)
    }
  }
}
