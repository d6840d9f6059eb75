import CKernels
import SegImaging

/// Exact sums over the pixels of pictures with the same channels and bits.
public struct PixelSums: Sendable, Equatable, Codable {
  /// Samples a pixel.
  public let channels: Int
  /// Bits a sample: 8 or 16.
  public let bits: Int
  /// Pictures.
  public private(set) var images: Int
  /// Pixels of all pictures.
  public private(set) var pixels: UInt64
  /// The sum of each channel.
  public private(set) var sum: [UInt128]
  /// The sum of squares of each channel.
  public private(set) var squares: [UInt128]

  /// The sums of no picture.
  init(channels: Int, bits: Int) {
    self.channels = channels
    self.bits = bits
    images = 0
    pixels = 0
    sum = Array(repeating: 0, count: channels)
    squares = sum
  }

  /// The mean of each channel, `0...1`.
  public var mean: [Double] { sum.map { Double($0) / (Double(pixels) * scale) } }

  /// The standard deviation of each channel, `0...1`.
  public var deviation: [Double] {
    zip(sum, squares).map { sum, squares in
      // Integers up to here: the difference of two large numbers loses no digit.
      let spread = UInt128(pixels) * squares - sum * sum
      return Double(spread).squareRoot() / (Double(pixels) * scale)
    }
  }

  private var scale: Double { bits == 8 ? 255 : 65535 }

  /// Adds a picture of interleaved samples in the machine's byte order.
  mutating func add(samples: UnsafeRawBufferPointer) {
    let count = samples.count / (bits / 8)
    images += 1
    pixels += UInt64(count / channels)
    guard Int(SEG_SUM_LANES) % channels == 0 else { return addSlowly(samples, count: count) }
    var sums = [UInt64](repeating: 0, count: Int(SEG_SUM_LANES))
    var squares = sums
    if bits == 8 {
      let values = samples.bindMemory(to: UInt8.self)
      seg_lane_sums_u8(values.baseAddress, count, &sums, &squares)
    } else {
      let values = samples.bindMemory(to: UInt16.self)
      seg_lane_sums_u16(values.baseAddress, count, &sums, &squares)
    }
    for lane in 0..<Int(SEG_SUM_LANES) {
      sum[lane % channels] += UInt128(sums[lane])
      self.squares[lane % channels] += UInt128(squares[lane])
    }
  }

  private mutating func addSlowly(_ samples: UnsafeRawBufferPointer, count: Int) {
    for position in 0..<count {
      let value =
        bits == 8
        ? UInt64(samples[position])
        : UInt64(samples.loadUnaligned(fromByteOffset: 2 * position, as: UInt16.self))
      sum[position % channels] += UInt128(value)
      squares[position % channels] += UInt128(value * value)
    }
  }

  /// Adds the sums of other pictures of the same channels and bits.
  mutating func add(_ other: PixelSums) {
    images += other.images
    pixels += other.pixels
    for channel in 0..<channels {
      sum[channel] += other.sum[channel]
      squares[channel] += other.squares[channel]
    }
  }
}
