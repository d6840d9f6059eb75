extension LabelMap {
  /// Resamples to another size; only class indices of the source occur in the result.
  ///
  /// - Parameters:
  ///   - size: The size of the result, `[size.height, size.width]`.
  ///   - filter: Which source pixel an output pixel takes its index from.
  /// - Precondition: The size is at least 1x1.
  public func resized(to size: PixelSize, filter: LabelResizeFilter) -> LabelMap {
    size == self.size
      ? self : resized(PixelBox(self.size), to: size, keeping: PixelBox(size), filter: filter)
  }

  /// Resamples a rectangle to a size and keeps a rectangle of the result, as ``Image/resized(_:to:keeping:filter:)``.
  ///
  /// - Precondition: `part` lies in the label map, `kept` in `size`.
  public func resized(
    _ part: PixelBox, to size: PixelSize, keeping kept: PixelBox, filter: LabelResizeFilter
  ) -> LabelMap {
    let filter: ResizeFilter = filter == .nearest ? .nearest : .nearestExact
    return switch self {
    case .uint8(let raster):
      .uint8(raster.resized(part, to: size, keeping: kept, filter: filter))
    case .uint16(let raster):
      .uint16(raster.resized(part, to: size, keeping: kept, filter: filter))
    }
  }
}
