/// What stands outside a raster, where something looks beyond its edges.
public enum Outside: Sendable, Equatable {
  /// One pixel: a value for each channel.
  case constant([UInt16])
  /// The pixel at the edge, again and again: 1 1 | 1 2 3 | 3 3.
  case replicate
  /// Mirrored without the pixel at the edge: 3 2 | 1 2 3 | 2 1.
  case reflect
  /// Mirrored with the pixel at the edge: 2 1 | 1 2 3 | 3 2.
  case symmetric

  /// The indices of one axis that places on it are filled from, nil where the constant stands.
  ///
  /// - Parameters:
  ///   - places: May reach as far beyond `0 ..< count` as they like.
  ///   - count: The length of the axis, at least 1.
  func sources(of places: Range<Int>, count: Int) -> [Int?] {
    places.map { place in
      if (0..<count).contains(place) { return place }
      switch self {
      case .constant: return nil
      case .replicate: return place < 0 ? 0 : count - 1
      case .reflect:
        let period = max(2 * count - 2, 1)
        let index = (place % period + period) % period
        return min(index, period - index)
      case .symmetric:
        let index = (place % (2 * count) + 2 * count) % (2 * count)
        return min(index, 2 * count - 1 - index)
      }
    }
  }
}
