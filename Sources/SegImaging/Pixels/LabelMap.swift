import CKernels

/// Class indices, `[H, W]`: 8 bits, or 16 when there are more than 255 classes.
public enum LabelMap: Sendable, Equatable {
  /// Class indices of `0...254`, and 255 for ignore. One channel.
  case uint8(Raster<UInt8>)
  /// Class indices of `0...65534`, and 65535 for ignore. One channel.
  case uint16(Raster<UInt16>)

  /// Rows.
  public var height: Int { size.height }
  /// Columns.
  public var width: Int { size.width }

  /// Rows and columns.
  public var size: PixelSize {
    switch self {
    case .uint8(let raster): PixelSize(width: raster.width, height: raster.height)
    case .uint16(let raster): PixelSize(width: raster.width, height: raster.height)
    }
  }

  /// The index that stands for no class.
  public var ignoreIndex: Int {
    switch self {
    case .uint8: 255
    case .uint16: 65535
    }
  }

  /// Stops the program when the raster is no label map: what is encoded must be indices alone.
  func requireOneChannel() {
    let channels =
      switch self {
      case .uint8(let raster): raster.channels
      case .uint16(let raster): raster.channels
      }
    precondition(channels == 1, "a label map of \(channels) channels")
  }

  /// How many pixels have each value: 256 or 65536 counts.
  public func histogram() -> [Int] {
    switch self {
    case .uint8(let raster):
      return raster.values.withUnsafeBytes { SegImaging.histogram(ofBytes: $0) }
    case .uint16(let raster):
      var counts = [Int](repeating: 0, count: 65536)
      for value in raster.values { counts[Int(value)] += 1 }
      return counts
    }
  }
}

/// How many bytes have each value: 256 counts.
public func histogram(ofBytes bytes: UnsafeRawBufferPointer) -> [Int] {
  var counts = [UInt64](repeating: 0, count: 256)
  seg_histogram_u8(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &counts)
  return counts.map(Int.init)
}
