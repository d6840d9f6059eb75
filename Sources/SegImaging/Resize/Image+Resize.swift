extension Image {
  /// Resamples to another size; channels and bits a sample stay.
  ///
  /// - Parameters:
  ///   - size: The size of the result, `[size.height, size.width, C]`. The aspect ratio may change.
  ///   - filter: Which source pixels make an output pixel.
  /// - Precondition: The size is at least 1x1.
  public func resized(to size: PixelSize, filter: ResizeFilter) -> Image {
    switch self {
    case .uint8(let raster): .uint8(raster.resized(to: size, filter: filter))
    case .uint16(let raster): .uint16(raster.resized(to: size, filter: filter))
    }
  }
}
