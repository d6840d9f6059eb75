import SegImaging

/// Pictures from a formula, so that no picture file is needed.
enum TestPicture {
  /// The `picture` of `fixtures/golden/pixels.py`: `[height, width, channels, bits]`.
  static func image(_ shape: [Int]) -> Image {
    let (height, width, channels, bits) = (shape[0], shape[1], shape[2], shape[3])
    let values = (0..<height * width * channels).map { index -> Int in
      let (y, x) = (index / (width * channels), index / channels % width)
      if (x + 3 * y) % 11 == 0 { return 0 }
      if (2 * x + y) % 13 == 0 { return (1 << bits) - 1 }
      let c = (x + 2 * y) % 5 == 0 ? 0 : index % channels
      let value = 37 * y + 61 * x + 83 * c + 7 * x * y + 5 * x * y * c
      return bits == 8 ? value % 256 : value * 2749 % 65536
    }
    return bits == 8
      ? .uint8(
        Raster(height: height, width: width, channels: channels, values: values.map { UInt8($0) }))
      : .uint16(
        Raster(height: height, width: width, channels: channels, values: values.map { UInt16($0) }))
  }

  /// Random samples, a third of the pixels gray, and some black or white.
  static func noise<Scalar>(
    _: Scalar.Type, height: Int, width: Int, channels: Int, seed: UInt64
  ) -> Raster<Scalar> {
    var generator = SplitMix(state: seed)
    var raster = Raster<Scalar>(
      height: height, width: width, channels: channels, filledWith: 0)
    for pixel in 0..<height * width {
      let kind = generator.next() % 9
      let gray = Scalar(truncatingIfNeeded: generator.next() >> 20)
      for c in 0..<channels {
        raster.values[pixel * channels + c] =
          switch kind {
          case 0: 0
          case 1: .max
          case 2...4: gray
          default: Scalar(truncatingIfNeeded: generator.next() >> 20)
          }
      }
    }
    return raster
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}

extension Image {
  /// The samples in C order.
  var samples: [Int] {
    switch self {
    case .uint8(let raster): raster.values.map { Int($0) }
    case .uint16(let raster): raster.values.map { Int($0) }
    }
  }
}
