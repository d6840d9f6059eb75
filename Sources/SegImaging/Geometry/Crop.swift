extension Raster {
  /// The pixels of a rectangle.
  ///
  /// - Precondition: The rectangle lies inside.
  public func cropped(to box: PixelBox) -> Raster {
    let size = PixelSize(width: width, height: height)
    precondition(box.isInside(size), "\(box) is not inside \(size)")
    if box.size == size { return self }
    let row = box.width * channels
    return Raster(height: box.height, width: box.width, channels: channels) { output in
      values.withUnsafeBufferPointer { input in
        // Pointers, because only between those is this one copy of bytes.
        guard let from = input.baseAddress, let to = output.baseAddress else { return }
        for y in 0..<box.height {
          let start = ((box.y + y) * width + box.x) * channels
          (to + y * row).update(from: from + start, count: row)
        }
      }
    }
  }
}

extension Image {
  /// The pixels of a rectangle.
  ///
  /// - Precondition: The rectangle lies inside.
  public func cropped(to box: PixelBox) -> Image {
    switch self {
    case .uint8(let raster): .uint8(raster.cropped(to: box))
    case .uint16(let raster): .uint16(raster.cropped(to: box))
    }
  }
}

extension LabelMap {
  /// The pixels of a rectangle.
  ///
  /// - Precondition: The rectangle lies inside.
  public func cropped(to box: PixelBox) -> LabelMap {
    switch self {
    case .uint8(let raster): .uint8(raster.cropped(to: box))
    case .uint16(let raster): .uint16(raster.cropped(to: box))
    }
  }
}
