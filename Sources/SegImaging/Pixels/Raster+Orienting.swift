import CKernels

extension Raster {
  /// The samples turned as an Exif orientation asks.
  ///
  /// 1 nothing; 2 mirrored left to right; 3 turned by 180°; 4 mirrored top to bottom; 5 transposed;
  /// 6 turned by 90° clockwise; 7 transposed across the other diagonal; 8 turned by 90°
  /// counter-clockwise. 5 to 8 swap height and width.
  ///
  /// - Precondition: `orientation` is of `1...8`.
  public func oriented(_ orientation: Int) -> Raster {
    precondition((1...8).contains(orientation), "orientation \(orientation) is not of 1...8")
    return switch orientation {
    case 1: self
    case 2: flippedHorizontally()
    case 3: withRowsReversed(mirrored: true)
    case 4: withRowsReversed(mirrored: false)
    default:
      transposed(
        mirroringRows: orientation == 6 || orientation == 7,
        mirroringColumns: orientation == 7 || orientation == 8)
    }
  }

  /// Bottom up, and each row mirrored or as it is.
  private func withRowsReversed(mirrored: Bool) -> Raster {
    let row = width * channels * MemoryLayout<Scalar>.size
    return writing(height: height, width: width) { from, to in
      for y in 0..<height {
        let (source, target) = (from + (height - 1 - y) * row, to + y * row)
        if mirrored {
          seg_flip_rows(source, target, 1, width, row / width)
        } else {
          target.update(from: source, count: row)
        }
      }
    }
  }

  /// `out[y][x] = in[x][y]`, read with the stored rows or columns from the last to the first.
  private func transposed(mirroringRows: Bool, mirroringColumns: Bool) -> Raster {
    let pixel = channels * MemoryLayout<Scalar>.size
    let (row, outputRow) = (width * pixel, height * pixel)
    return writing(height: width, width: height) { from, to in
      seg_transpose_pixels(
        mirroringRows ? from + (height - 1) * row : from, mirroringRows ? -row : row,
        mirroringColumns ? to + (width - 1) * outputRow : to,
        mirroringColumns ? -outputRow : outputRow, height, width, pixel)
    }
  }

  /// A raster that `body` writes from the bytes of this one.
  private func writing(
    height: Int, width: Int,
    _ body: (_ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) -> Void
  ) -> Raster {
    Raster(height: height, width: width, channels: channels) { output in
      values.withUnsafeBytes { input in
        guard let from = input.baseAddress,
          let to = UnsafeMutableRawBufferPointer(output).baseAddress
        else { return }
        body(from.assumingMemoryBound(to: UInt8.self), to.assumingMemoryBound(to: UInt8.self))
      }
    }
  }
}
