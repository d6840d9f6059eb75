import CKernels
import Foundation

@testable import SegImaging

/// The kernels as anyone would write them first; the fast ones must give the same bits.
enum PlainKernels {
  static func flip<Scalar>(_ from: Raster<Scalar>) -> Raster<Scalar> {
    var result = from
    for y in 0..<from.height {
      for x in 0..<from.width {
        for c in 0..<from.channels { result[y, x, c] = from[y, from.width - 1 - x, c] }
      }
    }
    return result
  }

  /// Sums along y, then along x, each in rising order.
  static func sum<Scalar>(
    _ from: Raster<Scalar>, rows: Taps, columns: Taps, scale: Float, rounding: seg_rounding
  ) -> Raster<Scalar> {
    var result = Raster<Scalar>(
      height: rows.first.count, width: columns.first.count, channels: from.channels, filledWith: 0)
    for y in 0..<result.height {
      var line = [Float](repeating: 0, count: from.width * from.channels)
      for k in 0..<Int(rows.count[y]) {
        for i in line.indices {
          let sample = from.values[(Int(rows.first[y]) + k) * line.count + i]
          line[i] += Float(sample) * rows.weights[y * rows.stride + k]
        }
      }
      for x in 0..<result.width {
        for c in 0..<from.channels {
          var sum: Float = 0
          for k in 0..<Int(columns.count[x]) {
            let sample = line[(Int(columns.first[x]) + k) * from.channels + c]
            sum += sample * columns.weights[x * columns.stride + k]
          }
          let value = max(min(sum * scale, Float(Scalar.max)), 0)
          result[y, x, c] = Scalar(
            rounding == seg_round_half_up
              ? (value + 0.5).rounded(.down) : value.rounded(.toNearestOrEven))
        }
      }
    }
    return result
  }

  /// Fixed point with 11 bits a weight, columns first.
  static func interpolate(
    _ from: Raster<UInt8>, rows: Neighbours, columns: Neighbours
  ) -> Raster<UInt8> {
    func weights(_ fraction: Float) -> (Int, Int) {
      (
        Int(((1 - fraction) * 2048).rounded(.toNearestOrEven)),
        Int((fraction * 2048).rounded(.toNearestOrEven))
      )
    }
    var result = Raster<UInt8>(
      height: rows.low.count, width: columns.low.count, channels: from.channels, filledWith: 0)
    for y in 0..<result.height {
      for x in 0..<result.width {
        for c in 0..<from.channels {
          func along(_ row: Int32) -> Int {
            let (a, b) = weights(columns.fraction[x])
            return Int(from[Int(row), Int(columns.low[x]), c]) * a
              + Int(from[Int(row), Int(columns.high[x]), c]) * b
          }
          let (a, b) = weights(rows.fraction[y])
          let low = ((along(rows.low[y]) >> 4) * a) >> 16
          let high = ((along(rows.high[y]) >> 4) * b) >> 16
          result[y, x, c] = UInt8((low + high + 2) >> 2)
        }
      }
    }
    return result
  }

  static func gray<Scalar: FixedWidthInteger>(_ r: Scalar, _ g: Scalar, _ b: Scalar) -> Scalar {
    let red: Float = 0.2989 * Float(r)
    let green: Float = 0.587 * Float(g)
    let blue: Float = 0.114 * Float(b)
    return Scalar((red + green) + blue)
  }

  static func blend<Scalar: FixedWidthInteger>(
    _ value: Scalar, _ factor: Float, plus addend: Float
  ) -> Scalar {
    let product = Float(value) * factor
    return Scalar(min(max(product + addend, 0), Float(Scalar.max)))
  }

  /// torchvision's `_rgb2hsv`, a turn, and `_hsv2rgb`, for one pixel.
  static func shiftHue<Scalar: FixedWidthInteger>(_ rgb: [Scalar], by shift: Float) -> [Scalar] {
    let bound = Float(Scalar.max)
    let r = Float(rgb[0]) / bound
    let g = Float(rgb[1]) / bound
    let b = Float(rgb[2]) / bound
    let most = max(r, g, b)
    let range = most - min(r, g, b)
    let s = range / (range == 0 ? 1 : most)
    let divisor = range == 0 ? 1 : range
    let rc = (most - r) / divisor
    let gc = (most - g) / divisor
    let bc = (most - b) / divisor
    var h: Float = most == r ? bc - gc : most == g ? 2 + rc - bc : 4 + gc - rc
    h = fmodf(h / 6 + 1, 1)
    h = fmodf(h + shift, 1)
    if h < 0 { h += 1 }
    let sector = (h * 6).rounded(.down)
    let f = h * 6 - sector
    func unit(_ value: Float) -> Float { min(max(value, 0), 1) }
    let v = most
    let p = unit(v * (1 - s))
    let q = unit(v * (1 - s * f))
    let t = unit(v * (1 - s * (1 - f)))
    let result =
      switch Int(sector) % 6 {
      case 0: [v, t, p]
      case 1: [q, v, p]
      case 2: [p, v, t]
      case 3: [p, q, v]
      case 4: [t, p, v]
      default: [v, p, q]
      }
    return result.map { Scalar(min($0 * (bound + 1 - 1e-3), bound)) }
  }
}
