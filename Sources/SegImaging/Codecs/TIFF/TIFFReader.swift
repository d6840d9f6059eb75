import CCodecs

/// Reads one page of a TIFF with libtiff; lives while the bytes are pinned.
struct TIFFReader: ~Copyable {
  private let reader: OpaquePointer
  private let bytes: UnsafeBufferPointer<UInt8>
  let options: DecodeOptions
  private let page: seg_tiff_page
  private let directory: TIFFDirectory
  /// Pages of the file.
  let pages: Int

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, options: DecodeOptions, log: borrowing CodecLog
  ) throws(ImageError) {
    let directories = try TIFFDirectories(bytes)
    if let fault = directories.fault {
      guard options.isLenient else { throw .damaged(.tiff, fault) }
      log.warn(fault)
    }
    let pages = directories.pages
    guard pages.indices.contains(options.page) else {
      throw .noPage(options.page, pages: pages.count)
    }
    let directory = pages[options.page]
    try directory.checkPayload(fileBytes: bytes.count)
    if let images = directories.imagesOfImageJ, images > pages.count {
      let count = pages.count == 1 ? "1 page" : "\(pages.count) pages"
      log.warn("ImageJ says \(images) images, but the file has \(count)")
    }
    guard
      let reader = seg_tiff_open(
        bytes.baseAddress, bytes.count, options.maximumBytes, log.pointer)
    else {
      throw .damaged(.tiff, log.errorText.isEmpty ? "memory ran out" : log.errorText)
    }
    var page = seg_tiff_page()
    do throws(ImageError) {
      try log.check(seg_tiff_read_page(reader, UInt64(directory.offset), &page))
    } catch {
      seg_tiff_close(reader)
      throw error
    }
    self.reader = reader
    self.bytes = bytes
    self.options = options
    self.page = page
    self.directory = directory
    self.pages = pages.count
  }

  deinit { seg_tiff_close(reader) }

  var size: PixelSize { PixelSize(width: Int(page.width), height: Int(page.height)) }

  /// Bits a sample as stored.
  var bitDepth: Int { Int(page.bits) }

  /// What the samples stand for; nil when that is not read.
  var photometric: TIFFPhotometric? { TIFFPhotometric(rawValue: Int(page.photometric)) }

  /// True when the samples went through JPEG.
  var isLossy: Bool { page.compression == 7 }

  /// Samples a pixel, alpha and other extra samples included.
  var storedChannels: Int { Int(page.samples) }

  /// Samples a pixel that make the colour.
  var colorChannels: Int {
    switch photometric {
    case .rgb: min(3, storedChannels)
    case .separated: min(4, storedChannels)
    default: 1
    }
  }

  /// Tag 274 of the page, as found.
  var orientation: Int? { tiffOrientation(bytes, directory: directory.offset) }

  /// Checks the limits.
  func checkLimits(bytesPerPixel: Int) throws(ImageError) {
    let pixelBits = max(1, storedChannels * bitDepth)
    try options.check(
      .tiff, size, bytesPerPixel: bytesPerPixel, fileBytes: bytes.count,
      pixelsPerByte: max(1, highestRatio * 8 / pixelBits))
  }

  /// What the compression shrinks to 1 byte at best.
  private var highestRatio: Int {
    switch page.compression {
    case 1: 1
    case 32_773: 64
    case 7: 512
    case 8, 32_946: 1032
    case 5: 2731
    // Fax codes and zstd shrink an empty picture to nearly nothing.
    default: 65_536
    }
  }

  /// How the samples are to be understood.
  ///
  /// - Throws: ``ImageError/unsupported(_:_:)``.
  func sampleKind() throws(ImageError) -> TIFFSampleKind {
    switch (page.sample_format, page.bits) {
    case (1, 1...16), (1, 32): return .unsigned(bits: bitDepth)
    case (2, 8), (2, 16), (2, 32): return .signed(bits: bitDepth)
    case (3, 32), (3, 64): return .float(bits: bitDepth)
    // "Undefined" is what some writers call unsigned.
    case (4, 8), (4, 16): return .unsigned(bits: bitDepth)
    default:
      throw .unsupported(
        .tiff, "samples of \(page.bits) bits, sample format \(page.sample_format)")
    }
  }

  /// The colours of a palette page; empty without a colour map.
  var palette: [RGBColor] {
    var red: UnsafePointer<UInt16>?
    var green: UnsafePointer<UInt16>?
    var blue: UnsafePointer<UInt16>?
    guard bitDepth <= 16, seg_tiff_palette(reader, &red, &green, &blue),
      let red, let green, let blue
    else { return [] }
    let indices = 0..<(1 << bitDepth)
    // Some writers forget that the values have 16 bits.
    let isNarrow = indices.allSatisfy { red[$0] < 256 && green[$0] < 256 && blue[$0] < 256 }
    let shift = isNarrow ? 0 : 8
    return indices.map {
      RGBColor(UInt8(red[$0] >> shift), UInt8(green[$0] >> shift), UInt8(blue[$0] >> shift))
    }
  }

  /// Decodes all strips or tiles and hands each row of each to `place`.
  ///
  /// - Parameters:
  ///   - channels: The samples a pixel that are used, from the first.
  ///   - place: Takes a packed row of samples, and where they belong.
  /// - Returns: Warnings, of a lenient reading.
  /// - Throws: ``ImageError``: `damaged`; `overLimit` for blocks that are much larger than the
  ///   picture.
  func forEachRow(
    channels: Int, log: borrowing CodecLog,
    _ place: (UnsafeRawBufferPointer, TIFFRowPlace) -> Void
  ) throws(ImageError) -> [String] {
    let separate = page.planar == 2 && storedChannels > 1
    let perPixel = separate ? 1 : storedChannels
    let blockWidth = Int(page.block_width)
    let blockHeight = Int(page.block_height)
    guard blockWidth > 0, blockHeight > 0,
      let blockBytes = Int(exactly: page.block_bytes), blockBytes > 0,
      let rowBytes = Int(exactly: page.block_row_bytes),
      rowBytes >= (blockWidth * perPixel * bitDepth + 7) / 8,
      blockBytes / blockHeight >= rowBytes
    else { throw .damaged(.tiff, "strips or tiles of an impossible size") }
    guard blockBytes <= options.maximumBytes else {
      throw .overLimit(.tiff, size: size, "\(options.maximumBytes) bytes a strip or tile")
    }
    let across = (size.width + blockWidth - 1) / blockWidth
    let down = (size.height + blockHeight - 1) / blockHeight
    let planes = separate ? channels : 1
    guard Int(page.blocks) >= across * down * planes else {
      throw .damaged(.tiff, "strips or tiles are missing")
    }
    try checkDecodedBytes(blocks: across * down * planes, of: blockBytes, planes: planes)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 16)
    defer { buffer.deallocate() }
    var missing = 0
    var firstFault = ""
    for block in 0..<across * down * planes {
      let plane = block / (across * down)
      let row = block % (across * down) / across
      let column = block % across
      let rows = min(blockHeight, size.height - row * blockHeight)
      // A last strip is shorter, a last tile is not.
      let wanted = page.tiled ? blockBytes : rows * rowBytes
      if let fault = try read(block, into: buffer, wanted: wanted, log: log) {
        if missing == 0 { firstFault = fault }
        missing += 1
      }
      for line in 0..<rows {
        place(
          UnsafeRawBufferPointer(rebasing: buffer[line * rowBytes..<(line + 1) * rowBytes]),
          TIFFRowPlace(
            x: column * blockWidth, y: row * blockHeight + line,
            count: min(blockWidth, size.width - column * blockWidth),
            samplesPerPixel: perPixel, channels: plane..<(separate ? plane + 1 : channels)))
      }
    }
    return missing == 0
      ? [] : [log.clause("\(firstFault); \(missing) strips or tiles are damaged")]
  }

  /// Refuses blocks that decode to far more than the picture: a few kilobytes of the same bytes,
  /// referred to again and again, would take minutes.
  private func checkDecodedBytes(
    blocks: Int, of blockBytes: Int, planes: Int
  ) throws(ImageError) {
    let sampleBits = size.width * size.height * bitDepth
    let picture = sampleBits / 8 * (planes > 1 ? planes : storedChannels)
    // Small pictures in large tiles are common enough.
    let most = 4 * picture + 1 << 26
    let (total, overflow) = blocks.multipliedReportingOverflow(by: blockBytes)
    guard !overflow && total <= most else {
      throw .overLimit(
        .tiff, size: size, "\(blocks) strips or tiles of \(blockBytes) bytes are far larger")
    }
  }

  /// Decodes a block.
  ///
  /// - Returns: What is wrong when parts of it are missing and were set to zero; nil when all is well.
  private func read(
    _ block: Int, into buffer: UnsafeMutableRawBufferPointer, wanted: Int,
    log: borrowing CodecLog
  ) throws(ImageError) -> String? {
    var count = 0
    let before = log.warningCount
    if options.isLenient { buffer.initializeMemory(as: UInt8.self, repeating: 0) }
    let status = seg_tiff_read_block(
      reader, UInt32(block), buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), wanted,
      &count)
    if status == SEG_CODEC_DONE && count >= wanted {
      // libtiff warns of what libjpeg and the fax decoders had to make up.
      guard log.warningCount > before && !options.isLenient else { return nil }
      throw .damaged(.tiff, log.lastWarning)
    }
    let fault = log.errorText.isEmpty ? "a strip or tile is short" : log.errorText
    guard options.isLenient else { throw .damaged(.tiff, fault) }
    return fault
  }
}
