extension Image {
  /// Resamples to another size; channels and bits a sample stay.
  ///
  /// - Parameters:
  ///   - size: The size of the result, `[size.height, size.width, C]`. The aspect ratio may change.
  ///   - filter: Which source pixels make an output pixel.
  /// - Precondition: The size is at least 1x1.
  public func resized(to size: PixelSize, filter: ResizeFilter) -> Image {
    size == self.size
      ? self : resized(PixelBox(self.size), to: size, keeping: PixelBox(size), filter: filter)
  }

  /// Resamples a rectangle to a size and keeps a rectangle of the result.
  ///
  /// Gives the samples of cropping, resizing and cropping again, but reads and computes only what the
  /// last needs.
  ///
  /// - Parameters:
  ///   - part: What is resampled; nothing beyond it is looked at.
  ///   - size: What it is resampled to.
  ///   - kept: The rectangle of `size` that is the result, `[kept.height, kept.width, C]`.
  ///   - filter: Which source pixels make an output pixel.
  /// - Precondition: `part` lies in the picture, `kept` in `size`.
  public func resized(
    _ part: PixelBox, to size: PixelSize, keeping kept: PixelBox, filter: ResizeFilter
  ) -> Image {
    switch self {
    case .uint8(let raster):
      .uint8(raster.resized(part, to: size, keeping: kept, filter: filter))
    case .uint16(let raster):
      .uint16(raster.resized(part, to: size, keeping: kept, filter: filter))
    }
  }
}
