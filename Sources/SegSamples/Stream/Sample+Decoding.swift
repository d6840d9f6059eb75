import SegBasics
import SegImaging

extension Sample {
  /// Decodes picture and label maps, applies the Exif orientation where it belongs, and checks that
  /// their sizes agree and that the label maps hold nothing but classes of the table.
  ///
  /// reference: formats 5.9. A mask as large as the stored picture was drawn on the stored pixels.
  /// Label maps get the width of their class table, as ``SegImaging/LabelMap/normalized(for:)`` says.
  ///
  /// - Parameter options: Limits and strictness; `atLeast` for photographs.
  /// - Returns: Faults that did not stop the decoder, one clause each.
  /// - Throws: `ImageError`, `NPYError`, ``SampleError``.
  public mutating func decode(options: DecodeOptions = DecodeOptions()) throws -> [String] {
    var sizes: [PixelSize] = []
    for place in [\Sample.labelMap, \Sample.secondLabelMap] {
      guard let content = self[keyPath: place] else { continue }
      var labelMap =
        switch content {
        case .indices(let labelMap): labelMap
        case .file(let bytes, _): try LabelMap(file: bytes)
        }
      if let classes = metadata.classes { labelMap = try labelMap.normalized(for: classes) }
      self[keyPath: place] = .indices(labelMap)
      sizes.append(labelMap.size)
    }
    switch image {
    case .pixels(let image):
      try checkLabelMaps(sizes, against: image.size)
      return []
    case .file(let bytes, _):
      let decoded = try Image.paired(bytes, labelMaps: sizes, options: options)
      image = .pixels(decoded.image)
      return decoded.warnings
    }
  }
}

extension Image {
  /// Decodes the picture of a sample: a picture file, turned as its Exif orientation says where the
  /// label map was drawn on the turned picture, or a NumPy array.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - labelMaps: The sizes of the sample's label maps; the first decides.
  ///   - options: Limits, strictness and page.
  /// - Returns: The picture, and faults that did not stop the decoder, one clause each.
  /// - Throws: `ImageError`, `NPYError`, ``SampleError/sizeMismatch(image:labelMap:)``.
  public static func paired(
    _ bytes: [UInt8], labelMaps: [PixelSize], options: DecodeOptions = DecodeOptions()
  ) throws -> (image: Image, warnings: [String]) {
    if bytes.starts(with: NPYHeader.magic) {
      let image = try Image(npy: bytes)
      try checkLabelMaps(labelMaps, against: image.size)
      return (image, [])
    }
    let header = try readImageHeader(bytes)
    guard header.pages == 1, options.page == 0 else {
      // Each page has a size and an orientation of its own, which the header does not tell.
      let page = try decodeImage(bytes, options: options)
      let turn = PairedOrientation(
        stored: page.image.size, orientation: page.orientation, mask: labelMaps.first)
      let image = turn.applies ? page.image.oriented(turn.orientation) : page.image
      try checkLabelMaps(labelMaps, against: image.size)
      return (image, page.warnings + [turn.warning].compactMap { $0 })
    }
    let turn = PairedOrientation(
      stored: header.size, orientation: header.orientation ?? 1, mask: labelMaps.first)
    let swaps = turn.orientation >= 5
    // Before the pixels, which take longer.
    try checkLabelMaps(labelMaps, against: swaps ? header.size.transposed : header.size)
    var options = options
    if swaps { options.atLeast = options.atLeast?.transposed }
    let decoded = try decodeImage(bytes, options: options)
    return (
      turn.applies ? decoded.image.oriented(turn.orientation) : decoded.image,
      decoded.warnings + [turn.warning].compactMap { $0 }
    )
  }
}

/// Checks that label maps are as large as the picture.
private func checkLabelMaps(_ sizes: [PixelSize], against image: PixelSize) throws(SampleError) {
  for size in sizes where size != image { throw .sizeMismatch(image: image, labelMap: size) }
}

extension LabelMap {
  /// Reads class indices as streams and shards hold them: a NumPy array, or a picture with one channel.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - options: Limits, strictness and page.
  /// - Throws: `ImageError`, `NPYError`, ``SampleError/colorLabelMap(channels:)``.
  public init(file bytes: [UInt8], options: DecodeOptions = DecodeOptions()) throws {
    if bytes.starts(with: NPYHeader.magic) {
      self = try LabelMap(npy: bytes)
      return
    }
    let raw = try decodeRawSamples(bytes, options: options)
    guard raw.image.channels == 1 else {
      throw SampleError.colorLabelMap(channels: raw.image.channels)
    }
    switch raw.image {
    case .uint8(let raster): self = .uint8(raster)
    case .uint16(let raster): self = .uint16(raster)
    }
  }
}
