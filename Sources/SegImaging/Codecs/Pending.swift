// Stands in until the codecs branch is merged.
public struct RawSamples: Sendable, Equatable {
  public var image: Image
  public var palette: [RGBColor]?
  public var bitDepth: Int
  public var format: ImageFormat
  public var warnings: [String]
}
public func readImageHeader(_ bytes: [UInt8]) throws(ImageError) -> ImageHeader { throw .empty }
public func decodeImage(
  _ bytes: [UInt8], options: DecodeOptions = DecodeOptions()
) throws(ImageError) -> DecodedImage { throw .empty }
public func decodeRawSamples(
  _ bytes: [UInt8], options: DecodeOptions = DecodeOptions()
) throws(ImageError) -> RawSamples { throw .empty }
public func encodePNG(_ image: Image) throws(ImageError) -> [UInt8] { throw .empty }
public func encodePNG(_ labelMap: LabelMap, palette: [RGBColor]?) throws(ImageError) -> [UInt8] {
  throw .empty
}
extension Image {
  public func oriented(_ orientation: Int) -> Image { self }
}
