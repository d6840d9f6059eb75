extension Image {
  /// Moves every sample away from its blurred neighbourhood, or towards it: `f·v + (1 − f)·blurred`.
  ///
  /// As torchvision's functional tensor path: blurred is the mean of 3x3 pixels with the middle one
  /// five times, rounded; a pixel at the edge is its own, which float32 may still cut by 1. Pictures of
  /// up to 2 rows or columns stay, and so does an alpha channel.
  ///
  /// - Parameter factor: 0 gives the blurred picture, 1 no change, 2 a sharper one.
  /// - Precondition: `factor` is of `0...1e6`.
  public mutating func adjustSharpness(_ factor: Double) {
    precondition((0...1e6).contains(factor), "a factor of \(factor) is not of 0...1e6")
    modifyColors({ $0.sharpen(factor) }, { $0.sharpen(factor) })
  }
}

extension Raster where Scalar: ColorSample {
  fileprivate mutating func sharpen(_ factor: Double) {
    guard height > 2, width > 2 else { return }
    let row = width * channels
    self = Raster(height: height, width: width, channels: channels) { output in
      values.withUnsafeBufferPointer { values in
        guard let from = values.baseAddress, let to = output.baseAddress else { return }
        for y in 0..<height {
          let at = from + y * row
          let isEdge = y == 0 || y == height - 1
          Scalar.kernels.sharpenRow(
            isEdge ? at : at - row, at, isEdge ? at : at + row, to + y * row, row,
            isEdge ? row : channels, Float(factor), Float(1 - factor))
        }
      }
    }
  }
}
