import CKernels

/// The two source indices each output index of one axis lies between, and their weights.
///
/// The weight of `high` is a fraction; `low` has the rest.
struct Neighbours {
  var low: [Int32] = []
  var high: [Int32] = []
  var fraction: [Float] = []

  /// Half-pixel centres, OpenCV's `INTER_LINEAR`.
  static func linear(
    from input: Int, to output: Int, outputs: Range<Int>, axis: Axis
  ) -> Neighbours {
    let factor = 1 / (Double(output) / Double(input))
    return make(from: input, outputs: outputs, axis: axis) { index in
      let place = Float((Double(index) + 0.5) * factor - 0.5)
      let low = place.rounded(.down)
      return (Int(low), place - low)
    }
  }

  /// What OpenCV's `INTER_AREA` does where an axis grows: steps, blended only where pixels meet.
  static func area(
    from input: Int, to output: Int, outputs: Range<Int>, axis: Axis
  ) -> Neighbours {
    let inverse = Double(output) / Double(input)
    let factor = 1 / inverse
    return make(from: input, outputs: outputs, axis: axis) { index in
      let low = (Double(index) * factor).rounded(.down)
      let fraction = Float(Double(index + 1) - (low + 1) * inverse)
      return (Int(low), fraction <= 0 ? 0 : fraction - fraction.rounded(.down))
    }
  }

  /// Which axis a table is for: they differ in what happens outside the picture.
  enum Axis {
    /// Along x the last pixel is taken whole.
    case columns
    /// Along y the last row is blended with itself, which the fixed-point sum does not leave unchanged.
    case rows
  }

  private static func make(
    from input: Int, outputs: Range<Int>, axis: Axis, place: (Int) -> (low: Int, fraction: Float)
  ) -> Neighbours {
    var result = Neighbours()
    result.low.reserveCapacity(outputs.count)
    result.high.reserveCapacity(outputs.count)
    result.fraction.reserveCapacity(outputs.count)
    for index in outputs {
      let (low, fraction) = place(index)
      let isInside = low >= 0 && low < input - 1
      result.low.append(Int32(min(max(low, 0), input - 1)))
      result.high.append(Int32(min(max(low + 1, 0), input - 1)))
      result.fraction.append(isInside || axis == .rows ? fraction : 0)
    }
    return result
  }

  /// The source indices from the first to the last that are looked at.
  var usedInputs: Range<Int> { Int(low.min() ?? 0)..<(Int(high.max() ?? -1) + 1) }

  /// The same for a source whose first `count` indices are left out.
  func shifted(down count: Int) -> Neighbours {
    if count == 0 { return self }
    var result = self
    for index in low.indices {
      result.low[index] -= Int32(count)
      result.high[index] -= Int32(count)
    }
    return result
  }

  /// Runs `body` with the weights in 1/2048, as the fixed-point kernel wants them.
  func withKernelTable<Result>(_ body: (inout seg_neighbours) -> Result) -> Result {
    let weights = [Int16](unsafeUninitializedCapacity: 2 * fraction.count) { buffer, count in
      for (index, fraction) in fraction.enumerated() {
        buffer[2 * index] = Int16(((1 - fraction) * 2048).rounded(.toNearestOrEven))
        buffer[2 * index + 1] = Int16((fraction * 2048).rounded(.toNearestOrEven))
      }
      count = 2 * fraction.count
    }
    return low.withUnsafeBufferPointer { low in
      high.withUnsafeBufferPointer { high in
        weights.withUnsafeBufferPointer { weights in
          var table = seg_neighbours(
            outputs: low.count, low: low.baseAddress, high: high.baseAddress,
            weight: weights.baseAddress)
          return body(&table)
        }
      }
    }
  }
}
