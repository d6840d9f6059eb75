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

  /// The sums of one picture.
  init(_ array: StoredArray) {
    self.init(channels: array.channels, bits: array.bits)
    array.withSamples { add(samples: $0) }
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

  /// The most pixels that are counted: with it no product of ``deviation`` overflows.
  private static let mostPixels: UInt64 = 1 << 48

  /// Adds the sums of other pictures.
  ///
  /// - Precondition: They have the same channels and bits.
  /// - Throws: ``ShardError/countTooLarge``.
  mutating func add(_ other: PixelSums) throws(ShardError) {
    precondition(
      (channels, bits) == (other.channels, other.bits),
      "sums of \(other.channels) channels of \(other.bits) bits added to \(channels) of \(bits)")
    guard pixels <= Self.mostPixels, other.pixels <= Self.mostPixels - pixels,
      other.images <= Int.max - images
    else { throw .countTooLarge }
    images += other.images
    pixels += other.pixels
    for channel in 0..<channels {
      sum[channel] += other.sum[channel]
      squares[channel] += other.squares[channel]
    }
  }
}

extension PixelSums {
  /// Reads sums, and refuses those that no pictures have.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    channels = try fields.decode(Int.self, forKey: .channels)
    bits = try fields.decode(Int.self, forKey: .bits)
    images = try fields.decode(Int.self, forKey: .images)
    pixels = try fields.decode(UInt64.self, forKey: .pixels)
    sum = try fields.decode([UInt128].self, forKey: .sum)
    squares = try fields.decode([UInt128].self, forKey: .squares)
    guard isPossible else {
      throw DecodingError.dataCorruptedError(
        forKey: .pixels, in: fields, debugDescription: "no pictures have these sums")
    }
  }

  /// Whether pictures can have these sums; then neither ``mean`` nor ``deviation`` can fail.
  private var isPossible: Bool {
    guard (1...16).contains(channels), bits == 8 || bits == 16, sum.count == channels,
      squares.count == channels, images > 0, images <= pixels, pixels <= Self.mostPixels
    else { return false }
    let most: UInt128 = bits == 8 ? 255 : 65535
    let count = UInt128(pixels)
    return zip(sum, squares).allSatisfy { sum, squares in
      // The bounds come first: they keep the products of the last condition in range.
      sum <= count * most && squares <= count * most * most && sum * sum <= count * squares
    }
  }
}
