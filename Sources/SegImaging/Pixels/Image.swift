/// A picture, `[H, W, C]`, with 8 or 16 bits a sample; 1 (gray), 3 (RGB) or 4 (RGBA) channels as a rule.
public enum Image: Sendable, Equatable {
  /// Samples of `0...255`.
  case uint8(Raster<UInt8>)
  /// Samples of `0...65535`.
  case uint16(Raster<UInt16>)

  /// Rows.
  public var height: Int { size.height }
  /// Columns.
  public var width: Int { size.width }

  /// Rows and columns.
  public var size: PixelSize {
    switch self {
    case .uint8(let raster): PixelSize(width: raster.width, height: raster.height)
    case .uint16(let raster): PixelSize(width: raster.width, height: raster.height)
    }
  }

  /// Samples a pixel.
  public var channels: Int {
    switch self {
    case .uint8(let raster): raster.channels
    case .uint16(let raster): raster.channels
    }
  }
}
