extension Raster {
  /// Copies a rectangle of another raster, its first pixel to column `x` and row `y`.
  ///
  /// - Precondition: The rectangle lies inside both, and the channels are as many.
  public mutating func paste(_ box: PixelBox, of other: Raster, x: Int, y: Int) {
    let target = PixelBox(x: x, y: y, width: box.width, height: box.height)
    precondition(
      channels == other.channels
        && box.isInside(PixelSize(width: other.width, height: other.height))
        && target.isInside(PixelSize(width: width, height: height)), "\(box) cannot be pasted")
    let (channels, stride, otherStride, row) = (
      channels,
      width * channels, other.width * channels, box.width * channels
    )
    other.values.withUnsafeBufferPointer { from in
      values.withUnsafeMutableBufferPointer { to in
        for line in 0..<box.height {
          let start = (y + line) * stride + x * channels
          let source = (box.y + line) * otherStride + box.x * channels
          _ = UnsafeMutableBufferPointer(rebasing: to[start..<(start + row)])
            .update(fromContentsOf: from[source..<(source + row)])
        }
      }
    }
  }

  /// Copies the pixels of a rectangle for which `isTaken` holds.
  ///
  /// - Parameter isTaken: Of the position of a pixel in `other`, `row · width + column`.
  /// - Precondition: As for ``paste(_:of:x:y:)``.
  public mutating func paste(
    _ box: PixelBox, of other: Raster, x: Int, y: Int, where isTaken: (Int) -> Bool
  ) {
    let target = PixelBox(x: x, y: y, width: box.width, height: box.height)
    precondition(
      channels == other.channels
        && box.isInside(PixelSize(width: other.width, height: other.height))
        && target.isInside(PixelSize(width: width, height: height)), "\(box) cannot be pasted")
    let (width, channels) = (width, channels)
    values.withUnsafeMutableBufferPointer { to in
      other.values.withUnsafeBufferPointer { from in
        for line in 0..<box.height {
          for column in 0..<box.width {
            let source = (box.y + line) * other.width + box.x + column
            guard isTaken(source) else { continue }
            let place = (y + line) * width + x + column
            for channel in 0..<channels {
              to[place * channels + channel] = from[source * channels + channel]
            }
          }
        }
      }
    }
  }
}
