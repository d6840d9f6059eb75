import SegImaging

/// The size a picture has in a tile: as large as fits, sides in proportion, at least 1x1.
///
/// - Parameters:
///   - size: The picture.
///   - tile: Side of the square tile, in pixels.
func fittedSize(_ size: PixelSize, in tile: Int) -> PixelSize {
  let longer = max(size.width, size.height)
  func side(_ length: Int) -> Int { max(1, (2 * length * tile + longer) / (2 * longer)) }
  return PixelSize(width: side(size.width), height: side(size.height))
}

extension Image {
  /// Resized into a tile: averaged when it shrinks, with its pixels kept square when it grows.
  func fitted(in tile: Int) -> Image {
    let target = fittedSize(size, in: tile)
    if target == size { return self }
    return resized(to: target, filter: target.width > size.width ? .nearestExact : .bilinear)
  }
}

extension LabelMap {
  /// Resized into a tile; indices are only moved, never mixed.
  func fitted(in tile: Int) -> LabelMap {
    let target = fittedSize(size, in: tile)
    return target == size ? self : resized(to: target, filter: .nearestExact)
  }
}
