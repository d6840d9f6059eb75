// Stands in until the rest of the codecs branch is merged.
public func encodePNG(_ image: Image) throws(ImageError) -> [UInt8] { throw .empty }
public func encodePNG(_ labelMap: LabelMap, palette: [RGBColor]?) throws(ImageError) -> [UInt8] {
  throw .empty
}
public func encodeJPEG(_ image: Image, quality: Int) throws(ImageError) -> [UInt8] { throw .empty }
extension Image {
  public func oriented(_ orientation: Int) -> Image { self }
}
