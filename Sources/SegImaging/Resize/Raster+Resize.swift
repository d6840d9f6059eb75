import CKernels

/// A sample type with resampling kernels.
protocol ResizableSample: FixedWidthInteger, UnsignedInteger, Sendable {
  static func resizeByTaps(
    _ from: Raster<Self>, to: UnsafeMutableBufferPointer<Self>, rows: Taps, columns: Taps,
    scale: Float, rounding: seg_rounding)
}

extension UInt8: ResizableSample {
  static func resizeByTaps(
    _ from: Raster<UInt8>, to: UnsafeMutableBufferPointer<UInt8>, rows: Taps, columns: Taps,
    scale: Float, rounding: seg_rounding
  ) {
    withTables(from, rows, columns) { values, rows, columns, work in
      seg_resize_taps_u8(
        values, from.width, from.channels, to.baseAddress, &rows, &columns, scale, rounding, work)
    }
  }
}

extension UInt16: ResizableSample {
  static func resizeByTaps(
    _ from: Raster<UInt16>, to: UnsafeMutableBufferPointer<UInt16>, rows: Taps, columns: Taps,
    scale: Float, rounding: seg_rounding
  ) {
    withTables(from, rows, columns) { values, rows, columns, work in
      seg_resize_taps_u16(
        values, from.width, from.channels, to.baseAddress, &rows, &columns, scale, rounding, work)
    }
  }
}

private func withTables<Sample>(
  _ from: Raster<Sample>, _ rows: Taps, _ columns: Taps,
  _ body: (
    UnsafePointer<Sample>?, inout seg_taps, inout seg_taps, UnsafeMutablePointer<Float>?
  ) -> Void
) {
  let count = seg_resize_taps_work(from.width, from.channels, columns.first.count)
  withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { work in
    from.values.withUnsafeBufferPointer { values in
      rows.withKernelTable { rows in
        columns.withKernelTable { columns in
          body(values.baseAddress, &rows, &columns, work.baseAddress)
        }
      }
    }
  }
}

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
      isHalved(by: size) ? resizedByArea(to: size) : interpolated(to: size, by: Neighbours.linear(from:to:axis:))
    case .area:
      size.width <= width && size.height <= height
        ? resizedByArea(to: size) : interpolated(to: size, by: Neighbours.area(from:to:axis:))
    }
  }

  /// Takes whole pixels from the source rows and columns that `indices(in, out)` names.
  func moved(to size: PixelSize, by indices: (Int, Int) -> [Int32]) -> Raster {
    let rows = indices(height, size.height)
    let columns = indices(width, size.width)
    let bytes = channels * MemoryLayout<Scalar>.size
    return Raster(height: size.height, width: size.width, channels: channels) { output in
      values.withUnsafeBytes { from in
        seg_resize_nearest(
          from.baseAddress?.assumingMemoryBound(to: UInt8.self), width, bytes,
          UnsafeMutableRawBufferPointer(output).baseAddress?.assumingMemoryBound(to: UInt8.self),
          size.height, size.width, rows, columns)
      }
    }
  }

  private func isHalved(by size: PixelSize) -> Bool {
    size.width * 2 == width && size.height * 2 == height
  }

  private func summed(
    rows: Taps, columns: Taps, scale: Float = 1, rounding: seg_rounding = seg_round_half_even
  ) -> Raster {
    Raster(height: rows.first.count, width: columns.first.count, channels: channels) { output in
      Scalar.resizeByTaps(
        self, to: output, rows: rows, columns: columns, scale: scale, rounding: rounding)
    }
  }

  private func resizedByArea(to size: PixelSize) -> Raster {
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

  private func interpolated(to size: PixelSize, by neighbours: (Int, Int, Neighbours.Axis) -> Neighbours) -> Raster {
    let rows = neighbours(height, size.height, .rows)
    let columns = neighbours(width, size.width, .columns)
    guard let bytes = self as? Raster<UInt8> else {
      return summed(rows: rows.taps, columns: columns.taps)
    }
    let result = bytes.interpolated(rows: rows, columns: columns)
    return result as? Raster ?? self
  }
}

extension Raster<UInt8> {
  fileprivate func interpolated(rows: Neighbours, columns: Neighbours) -> Raster {
    Raster(height: rows.low.count, width: columns.low.count, channels: channels) { output in
      let count = seg_resize_linear_work(width, channels, columns.low.count)
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { work in
        rows.withKernelTable { rows in
          columns.withKernelTable { columns in
            seg_resize_linear_u8(
              values, height, width, channels, output.baseAddress, &rows, &columns,
              work.baseAddress)
          }
        }
      }
    }
  }
}
