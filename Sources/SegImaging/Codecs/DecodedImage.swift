/// A picture as its file holds it.
public struct DecodedImage: Sendable, Equatable {
  /// The pixels, never rotated: see ``orientation``.
  public var image: Image
  /// The format the bytes were in.
  public var format: ImageFormat
  /// The Exif orientation of `1...8`; 1 when there is none, or an invalid one (then with a warning).
  public var orientation: Int
  /// Faults that did not stop the decoder, each a full clause such as `JPEG: 3 extraneous bytes`.
  public var warnings: [String]

  /// A picture as a decoder would give it.
  public init(
    image: Image, format: ImageFormat, orientation: Int = 1, warnings: [String] = []
  ) {
    self.image = image
    self.format = format
    self.orientation = orientation
    self.warnings = warnings
  }
}

/// What a file says of its picture before any pixel is decoded.
public struct ImageHeader: Sendable, Equatable {
  /// The format the bytes are in.
  public var format: ImageFormat
  /// Width and height as stored.
  public var size: PixelSize
  /// Channels as stored, alpha included; palette pictures count 3 (or 4 with transparency).
  public var channels: Int
  /// Bits a sample as stored: 1, 2, 4, 8, 16, 32.
  public var bitDepth: Int
  /// True when the samples are indices into a palette.
  public var isPalette: Bool
  /// The Exif or TIFF orientation as found; nil when there is none, and not checked for its range.
  public var orientation: Int?
  /// Pages; 1 but for multi-page TIFF.
  public var pages: Int
}
