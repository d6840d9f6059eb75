import CDeflate
import CKernels

extension OrdinaryPNG {
  /// Decodes the picture, or with `raw` the samples as stored, as ``PNGReader`` does.
  ///
  /// Nil when the picture is over the limits, or its pixels are damaged or out of the ordinary.
  func decode(raw: Bool, options: DecodeOptions) -> Image? {
    let isPalette = colorType == 3
    let channels = isPalette && !raw ? 3 : storedChannels
    let within: Void? = try? options.check(
      .png, size, bytesPerPixel: channels * (bitDepth == 16 ? 2 : 1), fileBytes: fileBytes,
      pixelsPerByte: max(1, 1032 * 8 / (storedChannels * bitDepth)))
    guard within != nil else { return nil }
    let drops = !raw && (colorType == 4 || colorType == 6)
    let decodedChannels = drops ? channels - 1 : channels

    var rows = seg_png_rows()
    rows.height = size.height
    rows.width = size.width
    rows.channels = UInt32(storedChannels)
    rows.bits = UInt32(bitDepth)
    rows.drops_alpha = drops
    rows.colors = UInt32(palette?.count ?? 256)
    rows.samples =
      switch bitDepth {
      case 16: seg_png_words
      case _ where isPalette && !raw: seg_png_colors
      case 8: seg_png_as_stored
      default: raw ? seg_png_unpacked : seg_png_unpacked_gray
      }
    return withFilteredRows(seg_png_row_bytes(&rows)) { filtered in
      if bitDepth == 16 {
        return raster(UInt16.self, channels: decodedChannels, filtered, rows).map { .uint16($0) }
      }
      return raster(UInt8.self, channels: decodedChannels, filtered, rows).map { .uint8($0) }
    }
  }

  private func raster<Scalar>(
    _: Scalar.Type, channels: Int, _ filtered: UnsafePointer<UInt8>, _ rows: seg_png_rows
  ) -> Raster<Scalar>? {
    var rows = rows
    let count = size.height * size.width * channels
    // Indices without a colour are refused, so that what stands behind the palette is never read.
    var rgb = palette?.flatMap { [$0.red, $0.green, $0.blue] } ?? []
    rgb += Array(repeating: 0, count: 768 - rgb.count)
    let values = [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      let isWhole = rgb.withUnsafeBufferPointer { rgb in
        rows.palette = rgb.baseAddress
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * seg_png_row_bytes(&rows))
        { work in
          seg_png_unfilter_rows(
            filtered, &rows, start.assumingMemoryBound(to: UInt8.self), work.baseAddress)
        }
      }
      if isWhole { initialized = count }
    }
    guard values.count == count else { return nil }
    return Raster(height: size.height, width: size.width, channels: channels, values: values)
  }

  /// Larger pictures are libpng's, which needs no second buffer for them.
  private static let mostFilteredBytes = 1 << 28

  /// The rows, each led by its filter; nil unless the compressed pixels are exactly these.
  private func withFilteredRows(
    _ rowBytes: Int, _ use: (UnsafePointer<UInt8>) -> Image?
  ) -> Image? {
    let (count, overflow) = size.height.multipliedReportingOverflow(by: 1 + rowBytes)
    guard !overflow && count <= Self.mostFilteredBytes else { return nil }
    guard compressed.count > 1 else {
      return compressed.first.flatMap { inflate($0, count: count, use) }
    }
    let joined = UnsafeMutableRawBufferPointer.allocate(
      byteCount: compressed.reduce(0) { $0 + $1.count }, alignment: 16)
    defer { joined.deallocate() }
    var offset = 0
    for part in compressed {
      UnsafeMutableRawBufferPointer(rebasing: joined[offset...]).copyMemory(from: part)
      offset += part.count
    }
    return inflate(UnsafeRawBufferPointer(joined), count: count, use)
  }

  private func inflate(
    _ stream: UnsafeRawBufferPointer, count: Int, _ use: (UnsafePointer<UInt8>) -> Image?
  ) -> Image? {
    // zlib minds the size of the window that the stream declares, libdeflate does not: so it must
    // not matter.
    guard let first = stream.first, first >> 4 == 7 || count <= 1 << (Int(first >> 4) + 8),
      let inflater = libdeflate_alloc_decompressor()
    else { return nil }
    defer { libdeflate_free_decompressor(inflater) }
    let filtered = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { filtered.deallocate() }
    var (read, written) = (0, 0)
    let result = libdeflate_zlib_decompress_ex(
      inflater, stream.baseAddress, stream.count, filtered, count, &read, &written)
    guard result == LIBDEFLATE_SUCCESS, read == stream.count, written == count else { return nil }
    return use(filtered)
  }
}
