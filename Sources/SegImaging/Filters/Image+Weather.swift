/// Light and air between the lens and what it sees. Alpha, the last of 2 or 4 channels, stays.
extension Image {
  /// Darkens what lies inside a polygon: `v · (1 − intensity)`, rounded half up.
  ///
  /// - Parameters:
  ///   - polygon: At least three corners, x and y in pixels; a pixel is inside when its centre is, by the
  ///     even-odd rule. What lies outside the picture is left out.
  ///   - intensity: `0...1`; 1 is black.
  /// - Precondition: The corners are finite, and the intensity is in range.
  public mutating func darken(_ polygon: [(x: Double, y: Double)], by intensity: Double) {
    precondition((0...1).contains(intensity), "a shadow of \(intensity)")
    precondition(polygon.allSatisfy { $0.x.isFinite && $0.y.isFinite }, "corners without a place")
    let table = (0...maximumValue).map { UInt16(Double($0) * (1 - intensity) + 0.5) }
    switch consume self {
    case .uint8(var raster):
      raster.look(up: table, inside: polygon)
      self = .uint8(raster)
    case .uint16(var raster):
      raster.look(up: table, inside: polygon)
      self = .uint16(raster)
    }
  }

  /// Lays haze over the picture: `v + (maximum − v) · density`, rounded half up.
  ///
  /// - Parameter density: `[H, W]`, one channel; 65535 hides the picture.
  /// - Precondition: It is of the size of the picture.
  public mutating func addHaze(_ density: Raster<UInt16>) {
    precondition(
      density.width == width && density.height == height && density.channels == 1,
      "haze of another size")
    switch consume self {
    case .uint8(var raster):
      raster.lighten(density)
      self = .uint8(raster)
    case .uint16(var raster):
      raster.lighten(density)
      self = .uint16(raster)
    }
  }
}

extension Raster {
  /// The channels that are light.
  private var colors: Int { channels % 2 == 0 ? channels - 1 : channels }

  fileprivate mutating func look(up table: [UInt16], inside polygon: [(x: Double, y: Double)]) {
    let (line, channels, width, colors) = (width * channels, channels, width, colors)
    let height = height
    values.withUnsafeMutableBufferPointer { samples in
      for y in 0..<height {
        let crossings = polygon.crossings(ofRow: Double(y) + 0.5)
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          // Pixels whose centres lie between the two.
          let first = Int(min(max((crossings[pair] - 0.5).rounded(.up), 0), Double(width)))
          let end = Int(min(max((crossings[pair + 1] - 0.5).rounded(.up), 0), Double(width)))
          for x in first..<max(first, end) {
            for sample in y * line + x * channels..<y * line + x * channels + colors {
              samples[sample] = Scalar(truncatingIfNeeded: table[Int(samples[sample])])
            }
          }
        }
      }
    }
  }

  fileprivate mutating func lighten(_ density: Raster<UInt16>) {
    let (channels, colors) = (channels, colors)
    let maximum = UInt64(Scalar.max)
    values.withUnsafeMutableBufferPointer { samples in
      density.values.withUnsafeBufferPointer { density in
        for pixel in density.indices {
          let part = UInt64(density[pixel])
          for sample in pixel * channels..<pixel * channels + colors {
            let value = UInt64(samples[sample])
            let more = (2 * (maximum - value) * part + 65535) / (2 * 65535)
            samples[sample] = Scalar(truncatingIfNeeded: value + more)
          }
        }
      }
    }
  }
}

extension [(x: Double, y: Double)] {
  /// Where the sides cross a horizontal line, from left to right.
  fileprivate func crossings(ofRow y: Double) -> [Double] {
    var crossings: [Double] = []
    for index in indices {
      let (a, b) = (self[index], self[(index + 1) % count])
      if (a.y <= y) != (b.y <= y) {
        crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
      }
    }
    return crossings.sorted()
  }
}
