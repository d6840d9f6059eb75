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
    if bitDepth == 16 {
      return raster(UInt16.self, channels: decodedChannels, rows).map { .uint16($0) }
    }
    return raster(UInt8.self, channels: decodedChannels, rows).map { .uint8($0) }
  }

  /// Larger pictures are libpng's, which reads them by the row.
  private static let mostFilteredBytes = 1 << 28

  private func raster<Scalar>(
    _: Scalar.Type, channels: Int, _ rows: seg_png_rows
  ) -> Raster<Scalar>? {
    var rows = rows
    let (filteredBytes, overflow) =
      size.height.multipliedReportingOverflow(by: 1 + seg_png_row_bytes(&rows))
    guard !overflow && filteredBytes <= Self.mostFilteredBytes else { return nil }
    let count = size.height * size.width * channels
    let scalarBytes = MemoryLayout<Scalar>.size
    // The filtered rows lie at the end of the memory for the samples, as fresh memory takes longer
    // than anything else here; not where that would leave much of it unused in the end.
    let room = rows.drops_alpha ? count * scalarBytes : max(count * scalarBytes, filteredBytes)
    let capacity = (room + scalarBytes - 1) / scalarBytes
    let values = [Scalar](unsafeUninitializedCapacity: capacity) { buffer, initialized in
      guard
        let samples = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(
          to: UInt8.self)
      else { return }
      let isWhole =
        rows.drops_alpha
        ? withUnsafeTemporaryAllocation(of: UInt8.self, capacity: filteredBytes) { filtered in
          fill(samples, rows, by: UnsafeMutableBufferPointer(rebasing: filtered[..<filteredBytes]))
        }
        : fill(
          samples, rows,
          by: UnsafeMutableBufferPointer(
            start: samples + (room - filteredBytes), count: filteredBytes))
      if isWhole { initialized = count }
    }
    guard values.count == count else { return nil }
    return Raster(height: size.height, width: size.width, channels: channels, values: values)
  }

  /// Inflates the rows to `filtered` and undoes their filters.
  private func fill(
    _ samples: UnsafeMutablePointer<UInt8>, _ rows: seg_png_rows,
    by filtered: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    guard inflate(to: filtered) else { return false }
    var rows = rows
    let work = 3 * seg_png_row_bytes(&rows)
    // Indices without a colour are refused, so what stands behind the palette is never read.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 768 + work) { memory in
      memory.initialize(repeating: 0)
      for (index, color) in (palette ?? []).enumerated() {
        (memory[3 * index], memory[3 * index + 1], memory[3 * index + 2]) =
          (color.red, color.green, color.blue)
      }
      rows.palette = UnsafePointer(memory.baseAddress)
      return seg_png_unfilter_rows(
        filtered.baseAddress, &rows, samples, memory.baseAddress.map { $0 + 768 })
    }
  }

  /// Inflates the compressed pixels; false unless they are exactly these rows.
  ///
  /// Both checksums must be right. Streams of forged codes (incomplete ones, say) whose checksums are
  /// right may pass here though zlib refuses them: the pixels are those that were summed.
  private func inflate(to filtered: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    if compressed.count == 1 { return inflate(compressed[0], to: filtered) }
    let count = compressed.reduce(0) { $0 + $1.count }
    return withUnsafeTemporaryAllocation(byteCount: count, alignment: 16) { joined in
      var offset = 0
      for part in compressed {
        UnsafeMutableRawBufferPointer(rebasing: joined[offset...]).copyMemory(from: part)
        offset += part.count
      }
      return inflate(UnsafeRawBufferPointer(rebasing: joined[..<count]), to: filtered)
    }
  }

  private func inflate(
    _ stream: UnsafeRawBufferPointer, to filtered: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    // zlib minds the size of the window that the stream declares, libdeflate does not: so it must
    // not matter.
    guard let first = stream.first,
      first >> 4 == 7 || filtered.count <= 1 << (Int(first >> 4) + 8),
      let inflater = libdeflate_alloc_decompressor()
    else { return false }
    defer { libdeflate_free_decompressor(inflater) }
    var (read, written) = (0, 0)
    let result = libdeflate_zlib_decompress_ex(
      inflater, stream.baseAddress, stream.count, filtered.baseAddress, filtered.count, &read,
      &written)
    return result == LIBDEFLATE_SUCCESS && read == stream.count && written == filtered.count
  }
}
