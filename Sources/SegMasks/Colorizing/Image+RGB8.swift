import SegImaging

extension Image {
  /// The picture as it is shown: RGB of 8 bits, `[H, W, 3]`.
  ///
  /// 1 and 2 channels are gray (a second one is dropped), of more than 3 the first three are taken.
  /// 16 bits are scaled by 1/257 and rounded.
  public func convertedToRGB8() -> Raster<UInt8> {
    switch self {
    case .uint8(let raster): raster.channels == 3 ? raster : raster.rgb { $0 }
    case .uint16(let raster): raster.rgb { UInt8((Int($0) + 128) / 257) }
    }
  }
}

extension Raster {
  /// Three channels, each sample converted.
  fileprivate func rgb(_ convert: (Scalar) -> UInt8) -> Raster<UInt8> {
    let offsets = channels < 3 ? [0, 0, 0] : [0, 1, 2]
    return Raster<UInt8>(height: height, width: width, channels: 3) { output in
      for position in 0..<(height * width) {
        for (channel, offset) in offsets.enumerated() {
          output[3 * position + channel] = convert(values[position * channels + offset])
        }
      }
    }
  }
}
