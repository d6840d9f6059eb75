/// How pictures are read, and what is refused before memory is spent on it.
public struct DecodeOptions: Sendable, Equatable {
  /// The most pixels of one picture or page.
  public var maximumPixels = 1 << 28
  /// The largest width or height.
  public var maximumDimension = 1 << 16
  /// The most bytes one decoded picture may take.
  public var maximumBytes = 1 << 31
  /// Takes what can be read of a truncated or damaged file, and says so in the warnings.
  ///
  /// Only of pictures: masks are always read strictly.
  public var isLenient = false
  /// JPEG only: decodes at the smallest of 1/1, 1/2, 1/4 and 1/8 size that is at least this large.
  ///
  /// Faster, but not the same pixels.
  public var atLeast: PixelSize?
  /// The page of a multi-page TIFF, from 0.
  public var page = 0

  /// The usual limits, strict.
  public init() {}
}
