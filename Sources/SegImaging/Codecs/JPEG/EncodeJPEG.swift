import CCodecs

/// Encodes a picture of 8 bits as JPEG: gray, or RGB with chroma at half the size (4:2:0).
///
/// The same pixels and quality give the same bytes.
///
/// - Parameter quality: `1...100`; 75 is libjpeg's own, 95 hardly shows.
/// - Throws: ``ImageError/cannotEncode(_:_:)`` for 16 bits, other than 1 or 3 channels, or a side of
///   more than 65,500 pixels.
/// - Precondition: `quality` is of `1...100`.
public func encodeJPEG(_ image: Image, quality: Int = 90) throws(ImageError) -> [UInt8] {
  precondition((1...100).contains(quality), "quality \(quality) is not of 1...100")
  guard case .uint8(let raster) = image else {
    throw .cannotEncode(.jpeg, "16 bits a sample")
  }
  guard raster.channels == 1 || raster.channels == 3 else {
    throw .cannotEncode(.jpeg, "\(raster.channels) channels")
  }
  guard raster.width <= 65_500 && raster.height <= 65_500 else {
    throw .cannotEncode(.jpeg, "\(image.size) pixels")
  }
  let log = try CodecLog(.jpeg)
  var output: UnsafeMutablePointer<UInt8>?
  var count = 0
  let status = raster.values.withUnsafeBufferPointer { pixels in
    seg_jpeg_encode(
      pixels.baseAddress, UInt32(raster.width), UInt32(raster.height), Int32(raster.channels),
      Int32(quality), &output, &count, log.pointer)
  }
  return try takeEncoded(status, output, count, log: log)
}
