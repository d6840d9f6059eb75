import CKernels

/// The two source indices each output index of one axis lies between, and their weights.
///
/// The weight of `high` is a fraction; `low` has the rest.
struct Neighbours {
  var low: [Int32] = []
  var high: [Int32] = []
  var fraction: [Float] = []

  /// Half-pixel centres, OpenCV's `INTER_LINEAR`.
  static func linear(from input: Int, to output: Int) -> Neighbours {
    let factor = 1 / (Double(output) / Double(input))
    return make(from: input, to: output) { index in
      let place = Float((Double(index) + 0.5) * factor - 0.5)
      let low = place.rounded(.down)
      return (Int(low), place - low)
    }
  }

  /// What OpenCV's `INTER_AREA` does where an axis grows: sharp steps, blended only where pixels meet.
  static func area(from input: Int, to output: Int) -> Neighbours {
    let inverse = Double(output) / Double(input)
    let factor = 1 / inverse
    return make(from: input, to: output) { index in
      let low = (Double(index) * factor).rounded(.down)
      let fraction = Float(Double(index + 1) - (low + 1) * inverse)
      return (Int(low), fraction <= 0 ? 0 : fraction - fraction.rounded(.down))
    }
  }

  private static func make(
    from input: Int, to output: Int, place: (Int) -> (low: Int, fraction: Float)
  ) -> Neighbours {
    var result = Neighbours()
    for index in 0..<output {
      let (low, fraction) = place(index)
      let isInside = low >= 0 && low < input - 1
      let first = min(max(low, 0), input - 1)
      result.low.append(Int32(first))
      result.high.append(Int32(isInside ? first + 1 : first))
      result.fraction.append(isInside ? fraction : 0)
    }
    return result
  }

  /// Runs `body` with the weights in 1/2048, as the fixed-point kernel wants them.
  func withFixedPoint<Result>(_ body: (inout seg_neighbours) -> Result) -> Result {
    let lowWeight = fraction.map { Int16(((1 - $0) * 2048).rounded(.toNearestOrEven)) }
    let highWeight = fraction.map { Int16(($0 * 2048).rounded(.toNearestOrEven)) }
    return low.withUnsafeBufferPointer { low in
      high.withUnsafeBufferPointer { high in
        lowWeight.withUnsafeBufferPointer { lowWeight in
          highWeight.withUnsafeBufferPointer { highWeight in
            var table = seg_neighbours(
              outputs: low.count, low: low.baseAddress, high: high.baseAddress,
              low_weight: lowWeight.baseAddress, high_weight: highWeight.baseAddress)
            return body(&table)
          }
        }
      }
    }
  }

  /// The same as weighted sums.
  var taps: Taps {
    Taps(
      (0..<low.count).map { index in
        low[index] == high[index]
          ? (Int(low[index]), [1]) : (Int(low[index]), [1 - fraction[index], fraction[index]])
      })
  }
}
