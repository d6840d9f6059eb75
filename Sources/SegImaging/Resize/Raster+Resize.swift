import CKernels

extension Raster where Scalar: ResizableSample {
  /// A rectangle resampled to a size, and of the result only a rectangle.
  ///
  /// Gives the samples of cropping, resizing and cropping again, but reads and computes only what the
  /// last needs.
  func resized(
    _ part: PixelBox, to size: PixelSize, keeping kept: PixelBox, filter: ResizeFilter
  ) -> Raster {
    precondition(size.width > 0 && size.height > 0, "cannot resize to \(size)")
    precondition(kept.isInside(size), "\(kept) is not inside \(size)")
    if size == part.size {
      return cropped(
        to: PixelBox(
          x: part.x + kept.x, y: part.y + kept.y, width: kept.width, height: kept.height))
    }
    let plan = ResizePlan(source: RasterPart(self, part), size: size, kept: kept)
    return switch filter {
    case .nearest: plan.moved(by: SourceIndices.nearest)
    case .nearestExact: plan.moved(by: SourceIndices.nearestExact)
    case .bilinear: plan.summed { Taps.antialiased(.triangle, from: $0, to: $1, outputs: $2) }
    case .bicubic: plan.summed { Taps.antialiased(.cubic, from: $0, to: $1, outputs: $2) }
    case .cubic: plan.summed(Taps.cubic)
    case .linear:
      // OpenCV takes a halving of both axes for the mean of four, which it is but for the rounding.
      plan.isHalving ? plan.averaged() : plan.interpolated(by: Neighbours.linear)
    case .area: plan.shrinks ? plan.averaged() : plan.interpolated(by: Neighbours.area)
    }
  }
}

/// What is resampled, to what size, and which part of the result is wanted.
private struct ResizePlan<Scalar: ResizableSample> {
  let source: RasterPart<Scalar>
  let size: PixelSize
  let kept: PixelBox

  private var rows: Range<Int> { kept.y..<(kept.y + kept.height) }
  private var columns: Range<Int> { kept.x..<(kept.x + kept.width) }

  var isHalving: Bool {
    size.width * 2 == source.box.width && size.height * 2 == source.box.height
  }

  var shrinks: Bool { size.width <= source.box.width && size.height <= source.box.height }

  /// Takes whole pixels from the source rows and columns that `indices(in, out, outputs)` names.
  func moved(by indices: (Int, Int, Range<Int>) -> [Int32]) -> Raster<Scalar> {
    let rows = indices(source.box.height, size.height, rows)
    let columns = indices(source.box.width, size.width, columns)
    return raster { output in
      source.withSamples(from: 0) { samples in
        let from = UnsafeRawBufferPointer(samples)
        seg_resize_nearest(
          from.baseAddress?.assumingMemoryBound(to: UInt8.self), source.raster.width,
          source.channels * MemoryLayout<Scalar>.size,
          UnsafeMutableRawBufferPointer(output).baseAddress?.assumingMemoryBound(to: UInt8.self),
          kept.height, kept.width, rows, columns)
      }
    }
  }

  func summed(
    scale: Float = 1, rounding: seg_rounding = seg_round_half_even,
    _ taps: (_ input: Int, _ output: Int, _ outputs: Range<Int>) -> Taps
  ) -> Raster<Scalar> {
    let rows = taps(source.box.height, size.height, rows)
    let columns = taps(source.box.width, size.width, columns)
    return raster {
      Scalar.sum(source, to: $0, rows: rows, columns: columns, scale: scale, rounding: rounding)
    }
  }

  /// The means of the areas the output pixels cover; both axes shrink or stay.
  func averaged() -> Raster<Scalar> {
    guard source.box.width % size.width == 0, source.box.height % size.height == 0 else {
      return summed(Taps.area)
    }
    let (x, y) = (source.box.width / size.width, source.box.height / size.height)
    // Whole sums, divided once; the mean of four rounds halves up, as OpenCV's fast path does.
    return summed(
      scale: 1 / Float(x * y),
      rounding: x == 2 && y == 2 && source.channels != 2 ? seg_round_half_up : seg_round_half_even
    ) { .sums(of: $0 / $1, outputs: $2) }
  }

  func interpolated(
    by neighbours: (Int, Int, Range<Int>, Neighbours.Axis) -> Neighbours
  ) -> Raster<Scalar> {
    let rows = neighbours(source.box.height, size.height, rows, .rows)
    let columns = neighbours(source.box.width, size.width, columns, .columns)
    return raster { Scalar.interpolate(source, to: $0, rows: rows, columns: columns) }
  }

  private func raster(_ fill: (UnsafeMutableBufferPointer<Scalar>) -> Void) -> Raster<Scalar> {
    Raster(height: kept.height, width: kept.width, channels: source.channels, fill: fill)
  }
}
