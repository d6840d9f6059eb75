#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Filters that look at a square around each pixel; size, channels and bits stay.
extension Image {
  /// The sides a filter's square may have, in pixels: odd numbers of this range, and 1 changes nothing.
  public static let filterSides = 1...99

  /// Smooths with a Gaussian, as torchvision's `gaussian_blur` and OpenCV's `GaussianBlur` do.
  ///
  /// The weights are `exp(−½(x/σ)²)` at the whole numbers of `-(side − 1)/2...(side − 1)/2`, normalised;
  /// beyond the edges the picture is mirrored without the pixel at the edge. 8 bits are computed in
  /// fixed point with 7 bits of fraction between the axes, and at most one gray level from the exact sum.
  ///
  /// - Parameters:
  ///   - side: Of ``filterSides``, odd.
  ///   - sigma: The standard deviation in pixels, above 0.
  /// - Precondition: Both are in range.
  public func gaussianBlurred(side: Int, sigma: Double) -> Image {
    Self.require(side)
    precondition(sigma > 0, "a standard deviation of \(sigma)")
    let raw = (0...side / 2).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
    let sum = 2 * raw.reduce(0, +) - raw[0]
    let weights = raw.map { $0 / sum }
    return side == 1 ? self : filtered({ $0.blurred(weights) }, { $0.blurred(weights) })
  }

  /// The mean of a square around each pixel, rounded to nearest; mirrored at the edges.
  ///
  /// The cost does not grow with the square.
  ///
  /// - Parameter side: Of ``filterSides``, odd.
  /// - Precondition: It is in range.
  public func boxBlurred(side: Int) -> Image {
    Self.require(side)
    return side == 1 ? self : filtered({ $0.boxed(side / 2) }, { $0.boxed(side / 2) })
  }

  /// The median of a square around each pixel, channel by channel; edge pixels are repeated outwards.
  ///
  /// - Parameter side: Of ``filterSides``, odd.
  /// - Precondition: It is in range.
  /// - Complexity: Grows with the area of the square; 3 and 5 are fastest.
  public func medianFiltered(side: Int) -> Image {
    Self.require(side)
    return side == 1 ? self : filtered({ $0.median(side / 2) }, { $0.median(side / 2) })
  }

  /// The mean of the pixels that lie at some places around each pixel, rounded half up.
  ///
  /// - Parameters:
  ///   - places: Row and column of each place, from the pixel; different from one another.
  ///   - radius: Places lie within this many rows and columns; 1 to 49.
  /// - Precondition: There are 1 to 256 places, and all are within the radius.
  public func averaged(over places: [(row: Int, column: Int)], radius: Int) -> Image {
    precondition(
      (1...256).contains(places.count) && (1...49).contains(radius)
        && places.allSatisfy { abs($0.row) <= radius && abs($0.column) <= radius },
      "\(places.count) places within \(radius) pixels")
    return filtered({ $0.averaged(places, radius) }, { $0.averaged(places, radius) })
  }

  private static func require(_ side: Int) {
    precondition(filterSides.contains(side) && side % 2 == 1, "a square of \(side) pixels a side")
  }

  private func filtered(
    _ bytes: (Raster<UInt8>) -> Raster<UInt8>, _ words: (Raster<UInt16>) -> Raster<UInt16>
  ) -> Image {
    switch self {
    case .uint8(let raster): .uint8(bytes(raster))
    case .uint16(let raster): .uint16(words(raster))
    }
  }
}

extension Raster where Scalar: FilterSample {
  fileprivate func blurred(_ weights: [Double]) -> Raster {
    Raster(height: height, width: width, channels: channels) {
      Scalar.blur(self, weights: weights, to: $0)
    }
  }

  fileprivate func boxed(_ radius: Int) -> Raster {
    let margined = Margined(self, radius: radius, margin: .reflected)
    return Raster(height: height, width: width, channels: channels) { Scalar.box(margined, to: $0) }
  }

  fileprivate func median(_ radius: Int) -> Raster {
    let margined = Margined(self, radius: radius, margin: .replicated)
    return Raster(height: height, width: width, channels: channels) {
      Scalar.median(margined, to: $0)
    }
  }

  fileprivate func averaged(_ places: [(row: Int, column: Int)], _ radius: Int) -> Raster {
    let margined = Margined(self, radius: radius, margin: .reflected)
    let line = (width + 2 * radius) * channels
    let offsets = places.map { ($0.row + radius) * line + ($0.column + radius) * channels }
    return Raster(height: height, width: width, channels: channels) {
      Scalar.line(margined, offsets: offsets, to: $0)
    }
  }
}
