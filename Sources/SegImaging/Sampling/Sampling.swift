import CKernels

/// One pass of resampling, the same for a picture and its label maps.
///
/// reference: augmentation 2.4, "Sampling".
public struct Sampling: Sendable {
  /// The size of the result.
  public var size: PixelSize
  /// Where the result's pixels come from, in `source`.
  public var map: CoordinateMap
  /// The rectangle that counts as the picture; nil for all of it.
  public var source: PixelBox?
  /// For the picture; label maps take the nearest pixel.
  public var filter: SampleFilter
  /// What stands outside.
  public var border: SampleBorder
  /// Canvases between source and result; with a constant border alone.
  public var passing: [PassedCanvas] = []

  /// A pass.
  public init(
    size: PixelSize, map: CoordinateMap, source: PixelBox? = nil, filter: SampleFilter,
    border: SampleBorder
  ) {
    self.size = size
    self.map = map
    self.source = source
    self.filter = filter
    self.border = border
  }

  /// The output columns of a row that are not outside some canvas.
  func columns(row: Int) -> Range<Int> {
    passing.reduce(0..<size.width) { $1.columns(row: row, of: $0) }
  }
}

extension Image {
  /// A resampled picture.
  ///
  /// - Precondition: A constant border has a value for each channel.
  public func sampled(_ sampling: Sampling) -> Image {
    var fill = [UInt16](repeating: 0, count: channels)
    if case .constant(let color, _) = sampling.border {
      precondition(color.count == channels, "\(color.count) values for \(channels) channels")
      fill = color
    }
    return switch self {
    case .uint8(let raster):
      .uint8(raster.sampled(sampling, by: sampling.filter, fill: fill))
    case .uint16(let raster):
      .uint16(raster.sampled(sampling, by: sampling.filter, fill: fill))
    }
  }
}

extension LabelMap {
  /// A resampled label map, in which only indices of the source and of the border occur.
  ///
  /// - Parameter number: Which label map it is, of those the border has an index for.
  public func sampled(_ sampling: Sampling, number: Int) -> LabelMap {
    var fill: UInt16 = 0
    if case .constant(_, let labels) = sampling.border { fill = labels[number] }
    return switch self {
    case .uint8(let raster): .uint8(raster.sampled(sampling, by: .nearest, fill: [fill]))
    case .uint16(let raster): .uint16(raster.sampled(sampling, by: .nearest, fill: [fill]))
    }
  }
}

extension Raster where Scalar: SampledScalar {
  func sampled(_ sampling: Sampling, by filter: SampleFilter, fill: [UInt16]) -> Raster {
    let size = sampling.size
    let box = sampling.source ?? PixelBox(PixelSize(width: width, height: height))
    precondition(box.isInside(PixelSize(width: width, height: height)), "\(box) is outside")
    let kernel = Scalar.kernel(of: filter)
    let outside = fill.map { Scalar(truncatingIfNeeded: $0) }
    // Kernels read coordinates by sixteens.
    let padded = (size.width + 31) & ~15
    var coordinates = [Float](repeating: 0, count: 2 * padded)
    return Raster(height: size.height, width: size.width, channels: channels) { output in
      coordinates.withUnsafeMutableBufferPointer { coordinates in
        let x = UnsafeMutableBufferPointer(rebasing: coordinates[..<padded])
        let y = UnsafeMutableBufferPointer(rebasing: coordinates[padded...])
        withPicture(box, border: sampling.border, fill: fill.map(Float.init)) { picture in
          for row in 0..<size.height {
            let columns = sampling.columns(row: row)
            let line = UnsafeMutableBufferPointer(
              rebasing: output[(row * size.width * channels)..<((row + 1) * size.width * channels)])
            line.fill(0..<columns.lowerBound, with: outside)
            line.fill(columns.upperBound..<size.width, with: outside)
            if columns.isEmpty { continue }
            sampling.map.write(
              row: row, columns: columns, x: .init(rebasing: x[..<size.width]),
              y: .init(rebasing: y[..<size.width]))
            kernel(
              &picture, x.baseAddress.map { $0 + columns.lowerBound },
              y.baseAddress.map { $0 + columns.lowerBound }, columns.count,
              line.baseAddress.map { $0 + columns.lowerBound * channels })
          }
        }
      }
    }
  }

  private func withPicture(
    _ box: PixelBox, border: SampleBorder, fill: [Float], _ body: (inout seg_picture) -> Void
  ) {
    values.withUnsafeBufferPointer { values in
      fill.withUnsafeBufferPointer { fill in
        let first = (box.y * width + box.x) * channels
        var picture = seg_picture(
          samples: values.baseAddress.map { UnsafeRawPointer($0 + first) },
          stride: width * channels, height: Int32(box.height), width: Int32(box.width),
          channels: Int32(channels), border: border.kernelBorder, fill: fill.baseAddress)
        body(&picture)
      }
    }
  }
}

extension UnsafeMutableBufferPointer {
  /// Writes one pixel to all columns of a range.
  fileprivate func fill(_ columns: Range<Int>, with pixel: [Element]) {
    for column in columns {
      for channel in pixel.indices { self[column * pixel.count + channel] = pixel[channel] }
    }
  }
}

extension SampleBorder {
  var kernelBorder: seg_border {
    switch self {
    case .constant: seg_border_constant
    case .replicate: seg_border_replicate
    case .reflect: seg_border_reflect
    case .symmetric: seg_border_symmetric
    }
  }
}

/// Samples that the sampling kernels take.
protocol SampledScalar: FixedWidthInteger, UnsignedInteger, Sendable {
  typealias SampleKernel = (
    UnsafePointer<seg_picture>?, UnsafePointer<Float>?, UnsafePointer<Float>?, Int,
    UnsafeMutablePointer<Self>?
  ) -> Void

  static func kernel(of filter: SampleFilter) -> SampleKernel
}

extension UInt8: SampledScalar {
  static func kernel(of filter: SampleFilter) -> SampleKernel {
    switch filter {
    case .nearest: seg_sample_nearest_u8
    case .bilinear: seg_sample_bilinear_u8
    case .bicubic: seg_sample_bicubic_u8
    }
  }
}

extension UInt16: SampledScalar {
  static func kernel(of filter: SampleFilter) -> SampleKernel {
    switch filter {
    case .nearest: seg_sample_nearest_u16
    case .bilinear: seg_sample_bilinear_u16
    case .bicubic: seg_sample_bicubic_u16
    }
  }
}
