import CCodecs

/// Encodes a picture as PNG of 8 or 16 bits a sample: gray, gray + alpha, RGB or RGBA.
///
/// The same pixels give the same bytes: nothing but the picture is written.
///
/// - Parameter compression: zlib's level, `0...9`: 1 is fast, 6 the usual, 9 small.
/// - Throws: ``ImageError/cannotEncode(_:_:)`` for more than 4 channels.
/// - Precondition: `compression` is of `0...9`.
public func encodePNG(_ image: Image, compression: Int = 6) throws(ImageError) -> [UInt8] {
  let colorTypes: [UInt8] = [0, 4, 2, 6]
  guard image.channels <= 4 else {
    throw .cannotEncode(.png, "\(image.channels) channels")
  }
  var format = seg_png_format()
  format.color_type = colorTypes[image.channels - 1]
  format.filtered = true
  switch image {
  case .uint8(let raster): return try encode(raster, format, compression: compression)
  case .uint16(let raster): return try encode(raster, format, compression: compression)
  }
}

/// Encodes a label map as PNG, whose raw samples are the class indices.
///
/// With a palette and 8 bits: indices into it (what viewers show in colours); else gray of 8 or 16
/// bits. The same pixels and palette give the same bytes.
///
/// - Parameters:
///   - palette: 1 to 256 colours. A palette that has no colour for the highest index is filled up
///     with black, as the format asks for one for each.
///   - compression: zlib's level, `0...9`.
/// - Throws: ``ImageError/cannotEncode(_:_:)`` for a palette of more than 256 colours.
/// - Precondition: The label map has one channel, and `compression` is of `0...9`.
public func encodePNG(
  _ labelMap: LabelMap, palette: [RGBColor]? = nil, compression: Int = 6
) throws(ImageError) -> [UInt8] {
  labelMap.requireOneChannel()
  var format = seg_png_format()
  switch labelMap {
  case .uint16(let raster):
    return try encode(raster, format, compression: compression)
  case .uint8(let raster):
    guard let palette, !palette.isEmpty else {
      return try encode(raster, format, compression: compression)
    }
    guard palette.count <= 256 else {
      throw .cannotEncode(.png, "a palette of \(palette.count) colours")
    }
    format.color_type = 3
    let missing = Int(raster.values.max() ?? 0) + 1 - palette.count
    let colors = palette + Array(repeating: RGBColor(0, 0, 0), count: max(0, missing))
    return try encode(raster, format, compression: compression, palette: colors)
  }
}

private func encode<Scalar>(
  _ raster: Raster<Scalar>, _ format: seg_png_format, compression: Int, palette: [RGBColor] = []
) throws(ImageError) -> [UInt8] {
  precondition((0...9).contains(compression), "compression \(compression) is not of 0...9")
  guard let width = UInt32(exactly: raster.width), let height = UInt32(exactly: raster.height)
  else { throw .cannotEncode(.png, "\(raster.width)x\(raster.height) pixels") }
  let log = try CodecLog(.png)
  var format = format
  format.width = width
  format.height = height
  format.bit_depth = UInt8(Scalar.bitWidth)
  format.level = Int32(compression)
  format.palette_count = Int32(palette.count)
  let colors = palette.flatMap { [$0.red, $0.green, $0.blue] }
  var output: UnsafeMutablePointer<UInt8>?
  var count = 0
  let status = colors.withUnsafeBufferPointer { colors in
    raster.values.withUnsafeBytes { pixels in
      format.palette = colors.baseAddress
      return seg_png_encode(
        pixels.baseAddress?.assumingMemoryBound(to: UInt8.self), &format, &output, &count,
        log.pointer)
    }
  }
  return try takeEncoded(status, output, count, log: log)
}
