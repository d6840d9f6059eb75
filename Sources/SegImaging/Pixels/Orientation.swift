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
