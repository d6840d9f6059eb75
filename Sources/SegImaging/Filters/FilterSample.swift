import CKernels

/// A sample type the filter and noise kernels exist for.
protocol FilterSample: FixedWidthInteger, UnsignedInteger, Sendable {
  /// Writes sums along both axes; `weights` are those of the middle and outwards.
  static func blur(
    _ from: Raster<Self>, weights: [Double], to output: UnsafeMutableBufferPointer<Self>)
  /// Writes means of squares.
  static func box(_ from: Margined<Self>, to output: UnsafeMutableBufferPointer<Self>)
  /// Writes medians of squares.
  static func median(_ from: Margined<Self>, to output: UnsafeMutableBufferPointer<Self>)
  /// Writes means of the pixels that lie at `offsets` from the corner of the neighbourhood.
  static func line(
    _ from: Margined<Self>, offsets: [Int], to output: UnsafeMutableBufferPointer<Self>)
  /// Adds `noise · scale + offset`.
  static func add(
    _ noise: UnsafePointer<Float>, scale: Float, offset: Float,
    to samples: UnsafeMutableBufferPointer<Self>)
  /// Multiplies by `noise · scale + offset`.
  static func multiply(
    _ noise: UnsafePointer<Float>, scale: Float, offset: Float,
    to samples: UnsafeMutableBufferPointer<Self>)
}

extension UInt8: FilterSample {
  static func blur(
    _ from: Raster<UInt8>, weights: [Double], to output: UnsafeMutableBufferPointer<UInt8>
  ) {
    // What rounding leaves goes to the middle, so that areas of one colour keep it.
    let outer = weights.dropFirst().map { UInt16(($0 * 65536).rounded()) }
    let whole = [0 &- outer.reduce(0) { $0 &+ 2 &* $1 }] + outer
    // All of it in the middle, which 16 bits do not hold.
    guard whole[0] != 0 else {
      _ = output.update(fromContentsOf: from.values)
      return
    }
    let radius = weights.count - 1
    let count = seg_blur_work(from.width, from.channels, radius)
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { work in
      seg_blur_u8(
        from.values, from.height, from.width, from.channels, output.baseAddress, whole, radius,
        work.baseAddress)
    }
  }

  static func box(_ from: Margined<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>) {
    from.withWork { work in
      seg_box_u8(
        from.values, from.height, from.width, from.channels, output.baseAddress, from.radius, work)
    }
  }

  static func median(_ from: Margined<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>) {
    seg_median_u8(
      from.values, from.height, from.width, from.channels, output.baseAddress, from.radius)
  }

  static func line(
    _ from: Margined<UInt8>, offsets: [Int], to output: UnsafeMutableBufferPointer<UInt8>
  ) {
    seg_line_u8(
      from.values, from.height, from.width, from.channels, output.baseAddress, from.radius,
      offsets, offsets.count)
  }

  static func add(
    _ noise: UnsafePointer<Float>, scale: Float, offset: Float,
    to samples: UnsafeMutableBufferPointer<UInt8>
  ) { seg_add_noise_u8(samples.baseAddress, samples.count, noise, scale, offset) }

  static func multiply(
    _ noise: UnsafePointer<Float>, scale: Float, offset: Float,
    to samples: UnsafeMutableBufferPointer<UInt8>
  ) { seg_multiply_noise_u8(samples.baseAddress, samples.count, noise, scale, offset) }
}

extension UInt16: FilterSample {
  static func blur(
    _ from: Raster<UInt16>, weights: [Double], to output: UnsafeMutableBufferPointer<UInt16>
  ) {
    let radius = weights.count - 1
    let count = seg_blur_work(from.width, from.channels, radius)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { work in
      seg_blur_u16(
        from.values, from.height, from.width, from.channels, output.baseAddress,
        weights.map { Float($0) }, radius, work.baseAddress)
    }
  }

  static func box(_ from: Margined<UInt16>, to output: UnsafeMutableBufferPointer<UInt16>) {
    from.withWork { work in
      seg_box_u16(
        from.values, from.height, from.width, from.channels, output.baseAddress, from.radius, work)
    }
  }

  static func median(_ from: Margined<UInt16>, to output: UnsafeMutableBufferPointer<UInt16>) {
    seg_median_u16(
      from.values, from.height, from.width, from.channels, output.baseAddress, from.radius)
  }

  static func line(
    _ from: Margined<UInt16>, offsets: [Int], to output: UnsafeMutableBufferPointer<UInt16>
  ) {
    seg_line_u16(
      from.values, from.height, from.width, from.channels, output.baseAddress, from.radius,
      offsets, offsets.count)
  }

  static func add(
    _ noise: UnsafePointer<Float>, scale: Float, offset: Float,
    to samples: UnsafeMutableBufferPointer<UInt16>
  ) { seg_add_noise_u16(samples.baseAddress, samples.count, noise, scale, offset) }

  static func multiply(
    _ noise: UnsafePointer<Float>, scale: Float, offset: Float,
    to samples: UnsafeMutableBufferPointer<UInt16>
  ) { seg_multiply_noise_u16(samples.baseAddress, samples.count, noise, scale, offset) }
}
