extension Image {
  /// Gray repeated for red, green and blue; every other picture as it is.
  public func expandedToRGB() -> Image {
    guard channels == 1 else { return self }
    return switch self {
    case .uint8(let raster): .uint8(raster.expandedToRGB())
    case .uint16(let raster): .uint16(raster.expandedToRGB())
    }
  }

  /// The gray of RGB, `0.2989 R + 0.587 G + 0.114 B` cut to an integer; every other picture as it is.
  public func reducedToGray() -> Image {
    guard channels == 3 else { return self }
    return switch self {
    case .uint8(let raster): .uint8(raster.reducedToGray())
    case .uint16(let raster): .uint16(raster.reducedToGray())
    }
  }
}

extension Raster {
  fileprivate func expandedToRGB() -> Raster {
    Raster(height: height, width: width, channels: 3) { output in
      values.withUnsafeBufferPointer { gray in
        for position in gray.indices {
          for channel in 0..<3 { output[3 * position + channel] = gray[position] }
        }
      }
    }
  }

  fileprivate func reducedToGray() -> Raster {
    Raster(height: height, width: width, channels: 1) { output in
      values.withUnsafeBufferPointer { rgb in
        for position in output.indices {
          let red = 0.2989 * Float(rgb[3 * position])
          let green = 0.587 * Float(rgb[3 * position + 1])
          let blue = 0.114 * Float(rgb[3 * position + 2])
          output[position] = Scalar(red + green + blue)
        }
      }
    }
  }
}
