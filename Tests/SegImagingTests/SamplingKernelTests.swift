import CKernelTiers
import CKernels
import Testing

@testable import SegImaging

/// The sampling kernels on every instruction set, against the plain one, bit for bit.
@Suite struct SamplingKernelTests {
  static let tiers = KernelTierTests.tiers
  static let borders: [SampleBorder] = [
    .constant([], labels: []), .replicate, .reflect, .symmetric,
  ]
  static let shapes = [(1, 1), (1, 5), (3, 4), (9, 7), (40, 50)]

  /// Coordinates inside, at the edges, at halves, outside, and no numbers.
  static func coordinates(_ count: Int, below size: Int, seed: UInt64) -> [Float] {
    let bits = TestPicture.noise(
      UInt16.self, height: 1, width: count, channels: 2, seed: seed
    ).values
    var values: [Float] = (0..<count).map { index in
      let part = Float(bits[2 * index]) / 65536
      switch bits[2 * index + 1] % 8 {
      case 0: return (part * Float(size)).rounded(.down)
      case 1: return (part * Float(size)).rounded(.down) + 0.5
      case 2: return part * 3 - 2
      case 3: return Float(size) - 2 + part * 3
      case 4: return part * 6 * Float(size) - 3 * Float(size)
      default: return part * Float(size - 1)
      }
    }
    // Blocks that lie inside altogether, as most do.
    for index in values.indices where index / 16 % 3 == 1 {
      values[index] = Float(bits[2 * index]) / 65536 * Float(size - 1)
    }
    if count > 20 { values[17] = .nan }
    if count > 60 { values[50] = .infinity }
    return values + [Float](repeating: .nan, count: 16)
  }

  @Test(arguments: tiers, borders)
  func equalsThePlainOne(tier: Int32, border: SampleBorder) {
    for channels in 1...4 {
      for (height, width) in Self.shapes {
        for count in [1, 67, 275] {
          let isConstant = border.kernelBorder == seg_border_constant
          var x = Self.coordinates(count, below: width, seed: 3)
          var y = Self.coordinates(count, below: height, seed: 4)
          if !isConstant {
            for index in 0..<count where !x[index].isFinite { x[index] = 0.25 }
            for index in 0..<count where !y[index].isFinite { y[index] = 0.25 }
          }
          check(tier, border, height, width, channels, count, x, y, UInt8.self)
          check(tier, border, height, width, channels, count, x, y, UInt16.self)
        }
      }
    }
  }

  private func check<Scalar: SampledOnTier>(
    _ tier: Int32, _ border: SampleBorder, _ height: Int, _ width: Int, _ channels: Int,
    _ count: Int, _ x: [Float], _ y: [Float], _: Scalar.Type
  ) {
    let from = TestPicture.noise(
      Scalar.self, height: height, width: width, channels: channels, seed: 5)
    let fill = (0..<channels).map { Float(17 + 40 * $0) }
    let plain = PlainSampling(from: from, border: border, fill: fill)
    let positions = zip(x, y).prefix(count)
    for filter in SampleFilter.allCases {
      var to = [Scalar](repeating: 1, count: count * channels)
      from.values.withUnsafeBufferPointer { values in
        fill.withUnsafeBufferPointer { fill in
          var picture = seg_picture(
            samples: values.baseAddress.map { UnsafeRawPointer($0) }, stride: width * channels,
            height: Int32(height), width: Int32(width), channels: Int32(channels),
            border: border.kernelBorder, fill: fill.baseAddress)
          Scalar.sample(tier, filter, &picture, x, y, count, &to)
        }
      }
      let expected = positions.flatMap { x, y in
        switch filter {
        case .nearest: plain.nearest(x, y)
        case .bilinear: plain.sampled(bounded(x), bounded(y), cubic: false)
        case .bicubic: plain.sampled(bounded(x), bounded(y), cubic: true)
        }
      }
      let place = to.indices.first { to[$0] != expected[$0] }.map {
        "pixel \($0 / channels) at \(x[$0 / channels]), \(y[$0 / channels]): "
          + "\(to[$0]) is not \(expected[$0])"
      }
      #expect(
        place == nil, "\(filter) \(Scalar.self) \(width)x\(height)x\(channels), \(count) pixels")
    }
  }

  /// As the kernels bound what an integer does not hold.
  private func bounded(_ v: Float) -> Float {
    v.isNaN ? -1e6 : min(max(v, -1e6), 1e6)
  }

  @Test(arguments: tiers)
  func homographies(tier: Int32) {
    let affine: [Double] = [0.9, -0.3, 4, 0.25, 1.1, -7, 0, 0, 1]
    let projective: [Double] = [0.9, -0.3, 4, 0.25, 1.1, -7, 0.002, -0.01, 1]
    for h in [affine, projective] {
      for (row, first, count) in [(0, 0, 1), (3, 5, 37), (150, 0, 64)] {
        var x = [Float](repeating: 0, count: count)
        var y = x
        seg_homography_row_on_tier(tier, h, Double(row), first, count, &x, &y)
        for index in 0..<count {
          let (px, py) = (Double(first + index) + 0.5, Double(row) + 0.5)
          let w = h[6] * px + h[7] * py + h[8]
          if w <= 0 {
            #expect(x[index].isNaN && y[index].isNaN)
            continue
          }
          #expect(abs(Double(x[index]) - ((h[0] * px + h[1] * py + h[2]) / w - 0.5)) < 1e-4)
          #expect(abs(Double(y[index]) - ((h[3] * px + h[4] * py + h[5]) / w - 0.5)) < 1e-4)
        }
        var plainX = x
        var plainY = y
        seg_homography_row_on_tier(0, h, Double(row), first, count, &plainX, &plainY)
        #expect(x.map(\.bitPattern) == plainX.map(\.bitPattern))
        #expect(y.map(\.bitPattern) == plainY.map(\.bitPattern))
      }
    }
  }

  @Test(arguments: tiers, [(1, 1, 3), (5, 3, 20), (30, 70, 4), (12, 200, 15)])
  func smoothing(tier: Int32, sizes: (Int, Int, Int)) {
    let (height, width, radius) = sizes
    let from = TestPicture.noise(UInt8.self, height: height, width: width, channels: 1, seed: 9)
      .values.map { Float($0) / 128 - 1 }
    let weights = (0...radius).map { Float(1) / Float(2 + $0 * $0) }
    var to = [Float](repeating: .nan, count: from.count)
    var line = [Float](repeating: .nan, count: seg_smooth_work(width, radius))
    seg_smooth_on_tier(tier, from, &to, height, width, weights, radius, &line)
    let plain = PlainSampling(
      from: Raster<UInt8>(height: height, width: width, channels: 1, filledWith: 0),
      border: .reflect, fill: [])
    func sum(_ middle: Float, _ value: (Int) -> Float) -> Float {
      (1...radius).reduce(middle * weights[0]) { $0 + (value(-$1) + value($1)) * weights[$1] }
    }
    var columns = from
    for index in from.indices {
      let (y, x) = (index / width, index % width)
      columns[index] = sum(from[index]) {
        from[(plain.folded(y + $0, height) ?? 0) * width + x]
      }
    }
    for index in from.indices {
      let (y, x) = (index / width, index % width)
      let expected = sum(columns[index]) {
        columns[y * width + (plain.folded(x + $0, width) ?? 0)]
      }
      #expect(to[index] == expected)
    }
  }
}

private protocol SampledOnTier: FixedWidthInteger, UnsignedInteger, Sendable {
  static func sample(
    _ tier: Int32, _ filter: SampleFilter, _ picture: inout seg_picture, _ x: [Float],
    _ y: [Float], _ count: Int, _ to: inout [Self])
}

extension UInt8: SampledOnTier {
  static func sample(
    _ tier: Int32, _ filter: SampleFilter, _ picture: inout seg_picture, _ x: [Float],
    _ y: [Float], _ count: Int, _ to: inout [UInt8]
  ) {
    switch filter {
    case .nearest: seg_sample_nearest_u8_on_tier(tier, &picture, x, y, count, &to)
    case .bilinear: seg_sample_bilinear_u8_on_tier(tier, &picture, x, y, count, &to)
    case .bicubic: seg_sample_bicubic_u8_on_tier(tier, &picture, x, y, count, &to)
    }
  }
}

extension UInt16: SampledOnTier {
  static func sample(
    _ tier: Int32, _ filter: SampleFilter, _ picture: inout seg_picture, _ x: [Float],
    _ y: [Float], _ count: Int, _ to: inout [UInt16]
  ) {
    switch filter {
    case .nearest: seg_sample_nearest_u16_on_tier(tier, &picture, x, y, count, &to)
    case .bilinear: seg_sample_bilinear_u16_on_tier(tier, &picture, x, y, count, &to)
    case .bicubic: seg_sample_bicubic_u16_on_tier(tier, &picture, x, y, count, &to)
    }
  }
}
