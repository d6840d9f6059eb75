import CKernels

/// A sample type the resampling kernels exist for.
protocol ResizableSample: FixedWidthInteger, UnsignedInteger, Sendable {
  /// Writes the weighted sums along both axes, times `scale`, rounded.
  static func sum(
    _ from: RasterPart<Self>, to output: UnsafeMutableBufferPointer<Self>, rows: Taps,
    columns: Taps, scale: Float, rounding: seg_rounding)

  /// Writes what lies between neighbours on both axes.
  static func interpolate(
    _ from: RasterPart<Self>, to output: UnsafeMutableBufferPointer<Self>, rows: Neighbours,
    columns: Neighbours)
}

extension UInt8: ResizableSample {
  static func sum(
    _ from: RasterPart<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>, rows: Taps,
    columns: Taps, scale: Float, rounding: seg_rounding
  ) {
    withKernelTables(of: from, rows, columns) { samples, width, rows, columns, work in
      seg_resize_taps_u8(
        samples, from.pitch, width, from.channels, output.baseAddress, &rows, &columns, scale,
        rounding, work)
    }
  }

  static func interpolate(
    _ from: RasterPart<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>, rows: Neighbours,
    columns: Neighbours
  ) {
    let used = columns.usedInputs
    let count = seg_resize_linear_work(used.count, from.channels, columns.low.count)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { work in
      rows.withKernelTable { rows in
        columns.shifted(down: used.lowerBound).withKernelTable { columns in
          from.withSamples(from: used.lowerBound) { samples in
            seg_resize_linear_u8(
              samples.baseAddress, samples.count, from.pitch, used.count, from.channels,
              output.baseAddress, &rows, &columns, work.baseAddress)
          }
        }
      }
    }
  }
}

extension UInt16: ResizableSample {
  static func sum(
    _ from: RasterPart<UInt16>, to output: UnsafeMutableBufferPointer<UInt16>, rows: Taps,
    columns: Taps, scale: Float, rounding: seg_rounding
  ) {
    withKernelTables(of: from, rows, columns) { samples, width, rows, columns, work in
      seg_resize_taps_u16(
        samples, from.pitch, width, from.channels, output.baseAddress, &rows, &columns, scale,
        rounding, work)
    }
  }

  /// In float32, as OpenCV does with 16 bits.
  static func interpolate(
    _ from: RasterPart<UInt16>, to output: UnsafeMutableBufferPointer<UInt16>, rows: Neighbours,
    columns: Neighbours
  ) {
    sum(
      from, to: output, rows: Taps(rows), columns: Taps(columns), scale: 1,
      rounding: seg_round_half_even)
  }
}

private func withKernelTables<Sample>(
  of from: RasterPart<Sample>, _ rows: Taps, _ columns: Taps,
  _ body: (
    _ samples: UnsafePointer<Sample>?, _ width: Int, _ rows: inout seg_taps,
    _ columns: inout seg_taps, _ work: UnsafeMutablePointer<Float>?
  ) -> Void
) {
  let used = columns.usedInputs
  let count = seg_resize_taps_work(used.count, from.channels, columns.first.count)
  withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { work in
    rows.withKernelTable { rows in
      columns.shifted(down: used.lowerBound).withKernelTable { columns in
        from.withSamples(from: used.lowerBound) { samples in
          body(samples.baseAddress, used.count, &rows, &columns, work.baseAddress)
        }
      }
    }
  }
}
