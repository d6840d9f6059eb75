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
    var warnings: [String] = []
    for place in [\Sample.labelMap, \Sample.secondLabelMap] {
      if case .file(let bytes, _) = self[keyPath: place] {
        self[keyPath: place] = .indices(try LabelMap(file: bytes))
      }
    }
    var maskSize: PixelSize?
    if case .indices(let map) = labelMap { maskSize = map.size }
    guard case .file(let bytes, _) = image else {
      try checkSizes()
      return []
    }
    if bytes.starts(with: NPYHeader.magic) {
      image = .pixels(try Image(npy: bytes))
    } else {
      let stored = try readImageHeader(bytes)
      let decoded = try decodeImage(bytes, options: options)
      let pairing = pairedOrientation(
        stored: stored.size, orientation: decoded.orientation, mask: maskSize)
      image = .pixels(
        pairing.isApplied ? decoded.image.oriented(decoded.orientation) : decoded.image)
      warnings = decoded.warnings + [pairing.warning].compactMap { $0 }
    }
    if options.atLeast == nil { try checkSizes() }
    return warnings
  }

  /// Checks that picture and label maps have one size.
  private func checkSizes() throws(SampleError) {
    guard case .pixels(let image) = image else { return }
    for content in [labelMap, secondLabelMap] {
      if case .indices(let map) = content, map.size != image.size {
        throw .sizeMismatch(image: image.size, labelMap: map.size)
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
