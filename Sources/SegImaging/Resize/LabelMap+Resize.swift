extension LabelMap {
  /// Resamples to another size; only class indices of the source occur in the result.
  ///
  /// - Parameters:
  ///   - size: The size of the result, `[size.height, size.width]`.
  ///   - filter: Which source pixel an output pixel takes its index from.
  /// - Precondition: The size is at least 1x1.
  public func resized(to size: PixelSize, filter: LabelResizeFilter) -> LabelMap {
    let filter: ResizeFilter = filter == .nearest ? .nearest : .nearestExact
    return switch self {
    case .uint8(let raster): .uint8(raster.resized(to: size, filter: filter))
    case .uint16(let raster): .uint16(raster.resized(to: size, filter: filter))
    }
  }
}
