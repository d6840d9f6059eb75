import Foundation

@testable import SegImaging

/// Sampling as anyone would write it first: every tap of every pixel through the border.
struct PlainSampling<Scalar: FixedWidthInteger & UnsignedInteger & Sendable> {
  var from: Raster<Scalar>
  var border: SampleBorder
  var fill: [Float]

  private var isBytes: Bool { Scalar.bitWidth == 8 }

  /// The index a border has at `index`; nil outside of a constant one.
  func folded(_ index: Int, _ count: Int) -> Int? {
    if (0..<count).contains(index) { return index }
    switch border {
    case .constant: return nil
    case .replicate: return index < 0 ? 0 : count - 1
    case .reflect, .symmetric:
      if count == 1 { return 0 }
      var index = index
      // Mirrored at one end after the other until it is inside.
      while !(0..<count).contains(index) {
        let extra = border == .symmetric ? 1 : 0
        if index < 0 { index = -index - extra }
        if index >= count { index = 2 * count - 2 - index + extra }
      }
      return index
    }
  }

  func nearest(_ x: Float, _ y: Float) -> [Scalar] {
    let inside = x.isFinite && y.isFinite
    guard inside, let column = folded(Int(x.rounded(.toNearestOrEven)), from.width),
      let row = folded(Int(y.rounded(.toNearestOrEven)), from.height)
    else { return fill.map { Scalar($0) } }
    return (0..<from.channels).map { from[row, column, $0] }
  }

  func sampled(_ x: Float, _ y: Float, cubic: Bool) -> [Scalar] {
    if case .constant = border, x.isNaN || y.isNaN { return fill.map { Scalar($0) } }
    let columns = taps(x, from.width, cubic: cubic)
    let rows = taps(y, from.height, cubic: cubic)
    return (0..<from.channels).map { channel in
      isBytes
        ? bytes(columns, rows, channel, cubic: cubic) : words(columns, rows, channel, cubic: cubic)
    }
  }

  private typealias Taps = (index: [Int?], weight: [Float])

  private func taps(_ v: Float, _ count: Int, cubic: Bool) -> Taps {
    let first = v.rounded(.down)
    let t = v - first
    let u = 1 - t
    let base = Int(first) - (cubic ? 1 : 0)
    let a: Float = -0.75
    var weights = [u, t]
    if cubic {
      weights = [
        a * t * u * u, ((a + 2) * t - (a + 3)) * t * t + 1, 0, a * u * t * t,
      ]
      weights[2] = 1 - weights[0] - weights[1] - weights[3]
    }
    return (weights.indices.map { folded(base + $0, count) }, weights)
  }

  /// Weights of 14 bits; the sum along x is kept to 7 bits below a sample, 6 for the cubic kernel.
  private func bytes(_ columns: Taps, _ rows: Taps, _ channel: Int, cubic: Bool) -> Scalar {
    func whole(_ taps: Taps) -> [Int] {
      var weights = taps.weight.map {
        cubic ? Int(($0 * 16384).rounded(.toNearestOrEven)) : Int($0 * 16384 + 0.5)
      }
      let rest = cubic ? 2 : 0
      if !cubic {
        weights[0] = 16384 - Int(taps.weight[1] * 16384 + 0.5)
      } else if !taps.index.contains(nil) {
        weights[rest] = 16384 - weights[0] - weights[1] - weights[3]
      }
      return weights.indices.map { taps.index[$0] == nil ? 0 : weights[$0] }
    }
    let (wx, wy) = (whole(columns), whole(rows))
    let held = cubic ? 6 : 7
    var sum = 0
    for (row, weight) in zip(rows.index, wy) {
      guard let row else { continue }
      var line = 0
      for (column, weight) in zip(columns.index, wx) {
        guard let column else { continue }
        line += Int(from[row, column, channel]) * weight
      }
      sum += ((line + (1 << (13 - held))) >> (14 - held)) * weight
    }
    let unit = 1 << (14 + held)
    if !columns.index.contains(nil), !rows.index.contains(nil) {
      let exact = Double(sum) / Double(unit)
      return Scalar(min(max(exact.rounded(.toNearestOrEven), 0), 255))
    }
    let m = cubic ? inside(columns) * inside(rows) : share(wx) * share(wy)
    let value = Float(sum) / Float(unit) + (1 - m) * fill[channel]
    return Scalar(min(max(value.rounded(.toNearestOrEven), 0), 255))
  }

  private func share(_ weights: [Int]) -> Float { Float(weights.reduce(0, +)) / 16384 }

  private func inside(_ taps: Taps) -> Float {
    var outside: Float = 0
    for (index, weight) in zip(taps.index, taps.weight) where index == nil { outside += weight }
    return 1 - outside
  }

  private func words(_ columns: Taps, _ rows: Taps, _ channel: Int, cubic: Bool) -> Scalar {
    func sum(_ taps: Taps, _ value: (Int) -> Float) -> Float {
      var sum: Float?
      for (index, weight) in zip(taps.index, taps.weight) {
        // A tap outside is some pixel times 0, which may be -0 but never anything else.
        let term = index.map { value($0) * weight } ?? 0
        sum = sum.map { $0 + term } ?? (cubic ? 0 + term : term)
      }
      return sum ?? 0
    }
    func m(_ taps: Taps) -> Float {
      cubic
        ? inside(taps) : zip(taps.index, taps.weight).reduce(0) { $0 + ($1.0 == nil ? 0 : $1.1) }
    }
    var value = sum(rows) { row in sum(columns) { Float(from[row, $0, channel]) } }
    if case .constant = border {
      let m = m(columns) * m(rows)
      value = value + (1 - m) * fill[channel]
    }
    return Scalar(min(max(value.rounded(.toNearestOrEven), 0), 65535))
  }
}
