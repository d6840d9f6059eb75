/// The samples of a mask as its file stores them: no gamma, no scaling, no colours for indices.
public struct RawSamples: Sendable, Equatable {
  /// The samples, `[H, W, C]`: one channel for indices, ids and palette pictures; alpha is kept.
  public var image: Image
  /// The colours of a palette picture, whose samples are indices into it; nil for all others.
  public var palette: [RGBColor]?
  /// Bits a sample as stored: 1, 2, 4, 8, 16, 32 or 64.
  public var bitDepth: Int
  /// The format the bytes were in.
  public var format: ImageFormat
  /// Faults that did not stop the decoder, each a full clause.
  public var warnings: [String]

  /// Samples as a decoder would give them.
  public init(
    image: Image, palette: [RGBColor]? = nil, bitDepth: Int, format: ImageFormat,
    warnings: [String] = []
  ) {
    self.image = image
    self.palette = palette
    self.bitDepth = bitDepth
    self.format = format
    self.warnings = warnings
  }
}
