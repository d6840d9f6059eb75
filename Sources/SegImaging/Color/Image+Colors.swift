extension Image {
  /// The channels that hold colour: all but the last of 2 or 4, which is an alpha channel.
  public var colorChannels: Int { channels == 2 || channels == 4 ? channels - 1 : channels }

  /// Changes the raster in place: it is taken out of the enum meanwhile, so nothing is copied.
  mutating func modify(
    _ bytes: (inout Raster<UInt8>) -> Void, _ words: (inout Raster<UInt16>) -> Void
  ) {
    switch consume self {
    case .uint8(var raster):
      bytes(&raster)
      self = .uint8(raster)
    case .uint16(var raster):
      words(&raster)
      self = .uint16(raster)
    }
  }

  /// As ``modify(_:_:)``, with an alpha channel taken away meanwhile.
  mutating func modifyColors(
    _ bytes: (inout Raster<UInt8>) -> Void, _ words: (inout Raster<UInt16>) -> Void
  ) {
    let count = colorChannels
    if count == channels { return modify(bytes, words) }
    modify({ $0.modifyChannels(count, bytes) }, { $0.modifyChannels(count, words) })
  }
}

extension Raster {
  /// Changes the first channels as a raster of their own.
  fileprivate mutating func modifyChannels(_ count: Int, _ change: (inout Raster) -> Void) {
    let channels = channels
    var colors = Raster(height: height, width: width, channels: count) { output in
      values.withUnsafeBufferPointer { Self.pack($0, channels: channels, first: count, to: output) }
    }
    change(&colors)
    values.withUnsafeMutableBufferPointer { values in
      colors.values.withUnsafeBufferPointer { colors in
        for pixel in 0..<colors.count / count {
          for channel in 0..<count {
            values[pixel * channels + channel] = colors[pixel * count + channel]
          }
        }
      }
    }
  }

  /// Writes the first channels of pixels without the others.
  static func pack(
    _ values: UnsafeBufferPointer<Scalar>, channels: Int, first count: Int,
    to output: UnsafeMutableBufferPointer<Scalar>
  ) {
    for pixel in 0..<values.count / channels {
      for channel in 0..<count {
        output[pixel * count + channel] = values[pixel * channels + channel]
      }
    }
  }
}
