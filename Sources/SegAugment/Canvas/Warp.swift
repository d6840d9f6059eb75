import SegImaging

/// A projective map of a canvas.
struct Warp: Sendable {
  /// From output positions to positions on the canvas before.
  var homography: Homography
  /// The size of the canvas after.
  var size: PixelSize
  var filter: SampleFilter
  var border: SampleBorder

  /// The pass that does this alone.
  var sampling: Sampling {
    Sampling(size: size, map: .homography(homography), filter: filter, border: border)
  }
}

extension Canvas {
  /// Moves pixels by a projective map.
  ///
  /// Movements one after the other are composed and sampled once: see ``Pass``.
  ///
  /// - Parameters:
  ///   - homography: From positions in the result to positions on the canvas; the centre of pixel `i`
  ///     is at `i + ½`.
  ///   - newSize: The size of the result; nil for the same.
  /// - Throws: ``TransformError``.
  mutating func warp(
    _ homography: Homography, size newSize: PixelSize? = nil, filter: SampleFilter, border: Border
  ) throws(TransformError) {
    let newSize = newSize ?? size
    try Self.require(newSize)
    try requireCoordinates()
    guard homography.m.allSatisfy({ abs($0) <= 1e9 }) else {
      throw .badDraw("a map that leaves no picture")
    }
    if homography == .identity, newSize == size { return }
    append(
      .warp(
        Warp(
          homography: homography, size: newSize, filter: filter,
          border: try sampleBorder(border))))
  }

  /// Moves pixels by any map, pixel for pixel; the size stays.
  ///
  /// - Parameter map: As ``CoordinateMap/rows(_:)``.
  /// - Throws: ``TransformError``.
  mutating func displace(
    by map: CoordinateMap, filter: SampleFilter, border: Border
  ) throws(TransformError) {
    try requireCoordinates()
    append(
      .displace(
        Sampling(size: size, map: map, filter: filter, border: try sampleBorder(border))))
  }

  /// Refuses pictures whose edges are longer than coordinates in float32 tell apart with a fraction.
  private func requireCoordinates() throws(TransformError) {
    let limit = 1 << 22
    guard size.width < limit, size.height < limit else {
      throw .notWithin("a map of \(size) pixels; \(limit - 1) an edge are possible")
    }
  }

  /// A border as the kernels know it, for this picture and these label maps.
  private mutating func sampleBorder(_ border: Border) throws(TransformError) -> SampleBorder {
    switch border {
    case .replicate: return .replicate
    case .reflect: return .reflect
    case .symmetric: return .symmetric
    case .constant(let fill, let label):
      let color = try samples(of: fill)
      return .constant(color, labels: try indices(of: label))
    }
  }
}
