import CCodecs

/// Encodes a picture as a TIFF of one page, deflated, of 8 or 16 bits a sample.
///
/// 1 channel is gray, 3 are RGB; with 2 and 4 the last is alpha. The same pixels give the same bytes.
///
/// - Throws: ``ImageError/cannotEncode(_:_:)`` for more than 4 channels.
public func encodeTIFF(_ image: Image) throws(ImageError) -> [UInt8] {
  guard image.channels <= 4 else {
    throw .cannotEncode(.tiff, "\(image.channels) channels")
  }
  // Differences of neighbours pack photographs better, and label maps worse.
  return try encode([image], predictor: 2)
}

/// Encodes label maps as the pages of a TIFF, deflated, gray of 8 or 16 bits.
///
/// The same label maps give the same bytes.
///
/// - Throws: ``ImageError/cannotEncode(_:_:)`` for no page at all, or more than 65,535.
/// - Precondition: Every label map has one channel.
public func encodeTIFF(_ pages: [LabelMap]) throws(ImageError) -> [UInt8] {
  guard (1...65_535).contains(pages.count) else {
    throw .cannotEncode(.tiff, "\(pages.count) pages")
  }
  let images = pages.map { page in
    page.requireOneChannel()
    return switch page {
    case .uint8(let raster): Image.uint8(raster)
    case .uint16(let raster): Image.uint16(raster)
    }
  }
  return try encode(images, predictor: 1)
}

private func encode(_ images: [Image], predictor: UInt16) throws(ImageError) -> [UInt8] {
  let log = try CodecLog(.tiff)
  guard let writer = seg_tiff_writer_new(log.pointer) else {
    throw .cannotEncode(.tiff, "memory ran out")
  }
  defer { seg_tiff_writer_free(writer) }
  for (index, image) in images.enumerated() {
    guard let width = UInt32(exactly: image.width), let height = UInt32(exactly: image.height)
    else { throw .cannotEncode(.tiff, "\(image.size) pixels") }
    func write<Scalar>(_ raster: Raster<Scalar>) -> Int32 {
      raster.values.withUnsafeBytes { pixels in
        seg_tiff_write_page(
          writer, pixels.baseAddress?.assumingMemoryBound(to: UInt8.self), width, height,
          UInt16(raster.channels), UInt16(Scalar.bitWidth), predictor, UInt16(index),
          UInt16(images.count))
      }
    }
    let status =
      switch image {
      case .uint8(let raster): write(raster)
      case .uint16(let raster): write(raster)
      }
    guard status == SEG_CODEC_DONE else { throw .cannotEncode(.tiff, log.errorText) }
  }
  var bytes: UnsafePointer<UInt8>?
  var count = 0
  seg_tiff_finish(writer, &bytes, &count)
  return Array(UnsafeBufferPointer(start: bytes, count: count))
}
