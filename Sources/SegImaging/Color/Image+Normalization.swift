/// What a network wants to see: `(v / 255 − mean) / deviation`, with 65535 for 16 bits.
public struct Normalization: Sendable, Equatable {
  /// The mean of each channel, of samples of `0...1`.
  public var means: [Double]
  /// The standard deviation of each channel, above 0.
  public var deviations: [Double]

  /// Names the numbers, one of each for a channel.
  public init(means: [Double], deviations: [Double]) {
    self.means = means
    self.deviations = deviations
  }

  /// The numbers of a picture itself; a channel of one value counts with a deviation of 1.
  public init(of image: Image) {
    let moments = image.moments()
    means = moments.means
    deviations = moments.deviations.map { $0 > 0 ? $0 : 1 }
  }
}

extension Image {
  /// The normalized picture as a NumPy array: float32, `[H, W, C]`.
  ///
  /// - Precondition: There is a mean and a deviation above 0 for each channel.
  public func encodedNPY(normalizedBy normalization: Normalization) -> [UInt8] {
    precondition(
      normalization.means.count == channels && normalization.deviations.count == channels
        && normalization.deviations.allSatisfy { $0 > 0 },
      "\(normalization) for \(channels) channels")
    return switch self {
    case .uint8(let raster): raster.encodedNPY(normalizedBy: normalization)
    case .uint16(let raster): raster.encodedNPY(normalizedBy: normalization)
    }
  }
}

extension Raster where Scalar: ColorSample {
  fileprivate func encodedNPY(normalizedBy normalization: Normalization) -> [UInt8] {
    let header = NPYHeader(type: Self.floatType, shape: [height, width, channels]).encoded()
    let size = header.count + 4 * values.count
    return [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
      UnsafeMutableRawBufferPointer(bytes).copyBytes(from: header)
      // The header ends at a multiple of 64 bytes, and an array begins at one of 16.
      UnsafeMutableRawPointer(bytes.baseAddress)?.advanced(by: header.count)
        .withMemoryRebound(to: Float.self, capacity: values.count) {
          Scalar.kernels.normalize(
            values, width * height, channels, normalization.means.map { Float($0) },
            normalization.deviations.map { Float($0) }, $0)
        }
      count = size
    }
  }

  private static var floatType: String {
    #if _endian(little)
      "<f4"
    #else
      ">f4"
    #endif
  }
}
