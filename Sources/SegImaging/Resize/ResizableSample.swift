import CKernels

/// A sample type the resampling kernels exist for.
protocol ResizableSample: FixedWidthInteger, UnsignedInteger, Sendable {
  /// Writes the weighted sums along both axes, times `scale`, rounded.
  static func sum(
    _ from: Raster<Self>, to output: UnsafeMutableBufferPointer<Self>, rows: Taps, columns: Taps,
    scale: Float, rounding: seg_rounding)

  /// Writes what lies between neighbours on both axes.
  static func interpolate(
    _ from: Raster<Self>, to output: UnsafeMutableBufferPointer<Self>, rows: Neighbours,
    columns: Neighbours)
}

extension UInt8: ResizableSample {
  static func sum(
    _ from: Raster<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>, rows: Taps, columns: Taps,
    scale: Float, rounding: seg_rounding
  ) {
    withKernelTables(of: from, rows, columns) { rows, columns, work in
      seg_resize_taps_u8(
        from.values, from.width, from.channels, output.baseAddress, &rows, &columns, scale,
        rounding, work)
    }
  }

  static func interpolate(
    _ from: Raster<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>, rows: Neighbours,
    columns: Neighbours
  ) {
    let count = seg_resize_linear_work(from.width, from.channels, columns.low.count)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { work in
      rows.withKernelTable { rows in
        columns.withKernelTable { columns in
          seg_resize_linear_u8(
            from.values, from.height, from.width, from.channels, output.baseAddress, &rows,
            &columns, work.baseAddress)
        }
      }
    }
  }
}

extension UInt16: ResizableSample {
  static func sum(
    _ from: Raster<UInt16>, to output: UnsafeMutableBufferPointer<UInt16>, rows: Taps,
    columns: Taps, scale: Float, rounding: seg_rounding
  ) {
    withKernelTables(of: from, rows, columns) { rows, columns, work in
      seg_resize_taps_u16(
        from.values, from.width, from.channels, output.baseAddress, &rows, &columns, scale,
        rounding, work)
    }
  }

  /// In float32, as OpenCV does with 16 bits.
  static func interpolate(
    _ from: Raster<UInt16>, to output: UnsafeMutableBufferPointer<UInt16>, rows: Neighbours,
    columns: Neighbours
  ) {
    sum(
      from, to: output, rows: Taps(rows), columns: Taps(columns), scale: 1,
      rounding: seg_round_half_even)
  }
}

private func withKernelTables<Sample>(
  of from: Raster<Sample>, _ rows: Taps, _ columns: Taps,
  _ body: (inout seg_taps, inout seg_taps, UnsafeMutablePointer<Float>?) -> Void
) {
  let count = seg_resize_taps_work(from.width, from.channels, columns.first.count)
  withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { work in
    rows.withKernelTable { rows in
      columns.withKernelTable { columns in body(&rows, &columns, work.baseAddress) }
    }
  }
}
