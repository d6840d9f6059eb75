import SegImaging

extension Sample {
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
