extension Image {
  /// Moves every sample away from its blurred neighbourhood, or towards it: `f·v + (1 − f)·blurred`.
  ///
  /// As torchvision's functional tensor path: blurred is the mean of 3x3 pixels with the middle one
  /// five times, rounded; the pixels at the edge stay, and so do pictures of up to 2 rows or columns.
  /// An alpha channel stays.
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
        to.update(from: from, count: row)
        for y in 1..<height - 1 {
          let at = from + y * row
          Scalar.kernels.sharpenRow(
            at - row, at, at + row, to + y * row, row, channels, Float(factor), Float(1 - factor))
        }
        to.advanced(by: (height - 1) * row).update(
          from: from + (height - 1) * row, count: row)
      }
    }
  }
}
