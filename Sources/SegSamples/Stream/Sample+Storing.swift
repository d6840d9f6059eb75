import SegImaging

/// How pictures in memory are stored.
public enum PictureStorage: Sendable, Hashable {
  /// NumPy arrays: nothing to encode, and read without copying.
  case raw
  /// PNG, without loss.
  case png
  /// JPEG of a quality of `1...100`, for pictures of 8 bits; label maps are PNG.
  case jpeg(quality: Int)
}

extension Sample {
  /// Brings picture and label maps into a storage form; files of that form stay as they are.
  ///
  /// - Throws: `ImageError`, `NPYError`, for a picture the form does not hold.
  public mutating func store(as storage: PictureStorage) throws {
    switch storage {
    case .raw: break
    case .png: try storeAsPNG()
    case .jpeg(let quality):
      if case .file(let bytes, "npy") = image { image = .pixels(try Image(npy: bytes)) }
      if case .pixels(let pixels) = image {
        image = .file(try encodeJPEG(pixels, quality: quality), extension: "jpg")
      }
      try storeAsPNG()
    }
  }

  /// Turns arrays into PNG files: the picture as it is, label maps with the palette of their classes.
  ///
  /// A normalized picture stays an array, for PNG has no floating point numbers.
  ///
  /// - Throws: `ImageError`, `NPYError`.
  public mutating func storeAsPNG() throws {
    if case .file(let bytes, "npy") = image {
      do {
        image = .pixels(try Image(npy: bytes))
      } catch NPYError.floatingPointImage {}
    }
    if case .pixels(let pixels) = image { image = .file(try encodePNG(pixels), extension: "png") }
    for place in [\Sample.labelMap, \Sample.secondLabelMap] {
      if case .file(let bytes, "npy") = self[keyPath: place] {
        self[keyPath: place] = .indices(try LabelMap(npy: bytes))
      }
      if case .indices(let labelMap) = self[keyPath: place] {
        let file = try labelMap.encodedPNG(classes: metadata.classes)
        self[keyPath: place] = .file(file, extension: "png")
      }
    }
  }
}

extension LabelMap {
  /// A palette PNG in the colours of the classes, and those of PASCAL VOC for every other index; a gray
  /// one for 16 bits.
  ///
  /// - Throws: `ImageError`.
  public func encodedPNG(classes: ClassTable?) throws(ImageError) -> [UInt8] {
    guard case .uint8 = self else { return try encodePNG(self, palette: nil) }
    var palette = (0..<256).map(RGBColor.paletteColor)
    for (index, entry) in (classes?.entries ?? []).prefix(255).enumerated() {
      palette[index] = entry.color
    }
    return try encodePNG(self, palette: palette)
  }
}
