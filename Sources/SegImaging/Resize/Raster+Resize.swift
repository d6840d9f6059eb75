import CKernels

extension Raster where Scalar: ResizableSample {
  func resized(to size: PixelSize, filter: ResizeFilter) -> Raster {
    precondition(size.width > 0 && size.height > 0, "cannot resize to \(size)")
    if size == PixelSize(width: width, height: height) { return self }
    return switch filter {
    case .nearest: moved(to: size, by: SourceIndices.nearest)
    case .nearestExact: moved(to: size, by: SourceIndices.nearestExact)
    case .bilinear:
      summed(
        rows: .antialiased(from: height, to: size.height),
        columns: .antialiased(from: width, to: size.width))
    case .linear:
      // OpenCV takes a halving of both axes for the mean of four, which it is but for the rounding.
      isHalved(by: size)
        ? averaged(to: size) : interpolated(to: size, by: Neighbours.linear(from:to:axis:))
    case .area:
      size.width <= width && size.height <= height
        ? averaged(to: size) : interpolated(to: size, by: Neighbours.area(from:to:axis:))
    }
  }

  private func isHalved(by size: PixelSize) -> Bool {
    size.width * 2 == width && size.height * 2 == height
  }

  /// Takes whole pixels from the source rows and columns that `indices(in, out)` names.
  private func moved(to size: PixelSize, by indices: (Int, Int) -> [Int32]) -> Raster {
    let rows = indices(height, size.height)
    let columns = indices(width, size.width)
    return Raster(height: size.height, width: size.width, channels: channels) { output in
      values.withUnsafeBytes { from in
        seg_resize_nearest(
          from.baseAddress?.assumingMemoryBound(to: UInt8.self), width,
          channels * MemoryLayout<Scalar>.size,
          UnsafeMutableRawBufferPointer(output).baseAddress?.assumingMemoryBound(to: UInt8.self),
          size.height, size.width, rows, columns)
      }
    }
  }

  private func summed(
    rows: Taps, columns: Taps, scale: Float = 1, rounding: seg_rounding = seg_round_half_even
  ) -> Raster {
    Raster(height: rows.first.count, width: columns.first.count, channels: channels) { output in
      Scalar.sum(self, to: output, rows: rows, columns: columns, scale: scale, rounding: rounding)
    }
  }

  /// The means of the areas the output pixels cover; both axes shrink or stay.
  private func averaged(to size: PixelSize) -> Raster {
    guard width % size.width == 0, height % size.height == 0 else {
      return summed(
        rows: .area(from: height, to: size.height), columns: .area(from: width, to: size.width))
    }
    let (x, y) = (width / size.width, height / size.height)
    // Whole sums, divided once; the mean of four rounds halves up, as OpenCV's fast path does.
    return summed(
      rows: .sums(of: y, outputs: size.height), columns: .sums(of: x, outputs: size.width),
      scale: 1 / Float(x * y),
      rounding: x == 2 && y == 2 && channels != 2 ? seg_round_half_up : seg_round_half_even)
  }

  private func interpolated(
    to size: PixelSize, by neighbours: (Int, Int, Neighbours.Axis) -> Neighbours
  ) -> Raster {
    let rows = neighbours(height, size.height, .rows)
    let columns = neighbours(width, size.width, .columns)
    return Raster(height: size.height, width: size.width, channels: channels) { output in
      Scalar.interpolate(self, to: output, rows: rows, columns: columns)
    }
  }
}
