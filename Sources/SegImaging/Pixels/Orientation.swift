extension Raster {
  /// The samples turned as an Exif orientation asks.
  ///
  /// 1 nothing; 2 mirrored left to right; 3 turned by 180°; 4 mirrored top to bottom; 5 transposed;
  /// 6 turned by 90° clockwise; 7 transposed across the other diagonal; 8 turned by 90°
  /// counter-clockwise. 5 to 8 swap height and width.
  ///
  /// - Precondition: `orientation` is of `1...8`.
  public func oriented(_ orientation: Int) -> Raster {
    precondition((1...8).contains(orientation), "orientation \(orientation) is not of 1...8")
    if orientation == 1 { return self }
    let swaps = orientation >= 5
    let outputWidth = swaps ? height : width
    // The stored column and row of the output's first pixel, and the steps along its row and column.
    let lastColumn = [2, 3, 7, 8].contains(orientation)
    let lastRow = [3, 4, 6, 7].contains(orientation)
    let column = (lastColumn ? -1 : 1) * channels
    let row = (lastRow ? -1 : 1) * width * channels
    let start = ((lastRow ? height - 1 : 0) * width + (lastColumn ? width - 1 : 0)) * channels
    let (stepX, stepY) = swaps ? (row, column) : (column, row)
    return Raster(
      height: swaps ? width : height, width: outputWidth, channels: channels
    ) { output in
      values.withUnsafeBufferPointer { input in
        for y in 0..<(swaps ? width : height) {
          var from = start + y * stepY
          var to = y * outputWidth * channels
          for _ in 0..<outputWidth {
            for channel in 0..<channels { output[to + channel] = input[from + channel] }
            from += stepX
            to += channels
          }
        }
      }
    }
  }
}

extension Image {
  /// The picture turned as an Exif orientation of `1...8` asks; see ``Raster/oriented(_:)``.
  public func oriented(_ orientation: Int) -> Image {
    switch self {
    case .uint8(let raster): .uint8(raster.oriented(orientation))
    case .uint16(let raster): .uint16(raster.oriented(orientation))
    }
  }
}

extension LabelMap {
  /// The label map turned as an Exif orientation of `1...8` asks; see ``Raster/oriented(_:)``.
  public func oriented(_ orientation: Int) -> LabelMap {
    switch self {
    case .uint8(let raster): .uint8(raster.oriented(orientation))
    case .uint16(let raster): .uint16(raster.oriented(orientation))
    }
  }
}
