import SegImaging

extension Sample {
  /// Turns arrays into PNG files: the picture as it is, label maps with the palette of their classes.
  ///
  /// - Throws: `ImageError`, `NPYError`.
  public mutating func storeAsPNG() throws {
    if case .file(let bytes, "npy") = image { image = .pixels(try Image(npy: bytes)) }
    if case .pixels(let pixels) = image { image = .file(try encodePNG(pixels), extension: "png") }
    for place in [\Sample.labelMap, \Sample.secondLabelMap] {
      if case .file(let bytes, "npy") = self[keyPath: place] {
        self[keyPath: place] = .indices(try LabelMap(npy: bytes))
      }
      if case .indices(let labelMap) = self[keyPath: place] {
        let file = try encodePNG(labelMap, palette: metadata.classes?.palette)
        self[keyPath: place] = .file(file, extension: "png")
      }
    }
  }
}

extension ClassTable {
  /// A colour for each of the 256 indices of a palette PNG: the classes' own, then PASCAL VOC's.
  ///
  /// nil when there are more classes than a palette holds.
  public var palette: [RGBColor]? {
    guard entries.count <= 255 else { return nil }
    return (0..<256).map { $0 < entries.count ? entries[$0].color : .paletteColor($0) }
  }
}
