extension Raster {
  /// The colours that indices stand for: RGB of 8 bits, `[H, W, 3]`.
  ///
  /// - Parameter colors: One for each index that occurs.
  /// - Precondition: There is one channel, and a colour for every index.
  public func expanded(by colors: [RGBColor]) -> Raster<UInt8> {
    precondition(channels == 1, "a palette for \(channels) channels")
    return Raster<UInt8>(height: height, width: width, channels: 3) { output in
      colors.withUnsafeBufferPointer { colors in
        for (position, index) in values.enumerated() {
          precondition(Int(index) < colors.count, "index \(index) of \(colors.count) colours")
          let color = colors[Int(index)]
          output[3 * position] = color.red
          output[3 * position + 1] = color.green
          output[3 * position + 2] = color.blue
        }
      }
    }
  }
}
