import CKernels

extension Raster {
  /// Mirrors left and right: column `x` becomes `W − 1 − x`.
  public func flippedHorizontally() -> Raster {
    Raster(height: height, width: width, channels: channels) { output in
      values.withUnsafeBytes { from in
        seg_flip_rows(
          from.baseAddress?.assumingMemoryBound(to: UInt8.self),
          UnsafeMutableRawBufferPointer(output).baseAddress?.assumingMemoryBound(to: UInt8.self),
          height, width, channels * MemoryLayout<Scalar>.size)
      }
    }
  }
}

extension Image {
  /// Mirrors left and right: column `x` becomes `W − 1 − x`.
  public func flippedHorizontally() -> Image {
    switch self {
    case .uint8(let raster): .uint8(raster.flippedHorizontally())
    case .uint16(let raster): .uint16(raster.flippedHorizontally())
    }
  }
}

extension LabelMap {
  /// Mirrors left and right: column `x` becomes `W − 1 − x`.
  public func flippedHorizontally() -> LabelMap {
    switch self {
    case .uint8(let raster): .uint8(raster.flippedHorizontally())
    case .uint16(let raster): .uint16(raster.flippedHorizontally())
    }
  }
}
