import SegBasics
import SegImaging

extension Sample {
  /// Decodes picture and label maps, applies the Exif orientation where it belongs, and checks that
  /// their sizes agree.
  ///
  /// reference: formats 5.9. A mask as large as the stored picture was drawn on the stored pixels.
  ///
  /// - Parameter options: Limits and strictness; `atLeast` for photographs.
  /// - Returns: Faults that did not stop the decoder, one clause each.
  /// - Throws: `ImageError`, `NPYError`, ``SampleError``.
  public mutating func decode(options: DecodeOptions = DecodeOptions()) throws -> [String] {
    for place in [\Sample.labelMap, \Sample.secondLabelMap] {
      if case .file(let bytes, _) = self[keyPath: place] {
        self[keyPath: place] = .indices(try LabelMap(file: bytes))
      }
    }
    guard case .file(let bytes, _) = image else {
      if case .pixels(let image) = image { try checkLabelMaps(against: image.size) }
      return []
    }
    if bytes.starts(with: NPYHeader.magic) {
      let decoded = try Image(npy: bytes)
      try checkLabelMaps(against: decoded.size)
      image = .pixels(decoded)
      return []
    }
    let header = try readImageHeader(bytes)
    var mask: PixelSize?
    if case .indices(let map) = labelMap { mask = map.size }
    let turn = PairedOrientation(
      stored: header.size, orientation: header.orientation ?? 1, mask: mask)
    let swaps = turn.orientation >= 5
    try checkLabelMaps(against: swaps ? header.size.transposed : header.size)
    var options = options
    if swaps { options.atLeast = options.atLeast?.transposed }
    let decoded = try decodeImage(bytes, options: options)
    image = .pixels(turn.applies ? decoded.image.oriented(turn.orientation) : decoded.image)
    return decoded.warnings + [turn.warning].compactMap { $0 }
  }

  /// Checks that the label maps are as large as the picture.
  private func checkLabelMaps(against size: PixelSize) throws(SampleError) {
    for content in [labelMap, secondLabelMap] {
      if case .indices(let map) = content, map.size != size {
        throw .sizeMismatch(image: size, labelMap: map.size)
      }
    }
  }
}

extension LabelMap {
  /// Reads class indices as streams and shards hold them: a NumPy array, or a picture with one channel.
  ///
  /// - Throws: `ImageError`, `NPYError`, ``SampleError/colorLabelMap(channels:)``.
  public init(file bytes: [UInt8]) throws {
    if bytes.starts(with: NPYHeader.magic) {
      self = try LabelMap(npy: bytes)
      return
    }
    let raw = try decodeRawSamples(bytes)
    guard raw.image.channels == 1 else {
      throw SampleError.colorLabelMap(channels: raw.image.channels)
    }
    switch raw.image {
    case .uint8(let raster): self = .uint8(raster)
    case .uint16(let raster): self = .uint16(raster)
    }
  }
}
