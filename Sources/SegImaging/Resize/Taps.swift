import CKernels

/// Weighted sums along one axis: which source indices make each output index, and how much of each.
struct Taps {
  private(set) var first: [Int32] = []
  private(set) var count: [Int32] = []
  private(set) var weights: [Float] = []
  /// Weights from one output index to the next; an output index may use fewer.
  let stride: Int

  init(outputs: Int, stride: Int) {
    self.stride = stride
    first.reserveCapacity(outputs)
    count.reserveCapacity(outputs)
    weights.reserveCapacity(outputs * stride)
  }

  /// Adds the next output index.
  ///
  /// - Precondition: There are at most `stride` weights.
  private mutating func append(first: Int, count: Int, weight: (Int) -> Float) {
    precondition(count <= stride, "\(count) weights where there is room for \(stride)")
    self.first.append(Int32(first))
    self.count.append(Int32(count))
    for index in 0..<count { weights.append(weight(index)) }
    for _ in count..<stride { weights.append(0) }
  }

  /// Antialiased: `weight_j ∝ k((j − c + ½) / max(s, 1))`, `c = s(i + ½)`.
  ///
  /// In float32 and in PyTorch's order of operations, so that the weights are the same numbers.
  static func antialiased(
    _ kernel: ResizeKernel, from input: Int, to output: Int, outputs: Range<Int>
  ) -> Taps {
    let factor = Float(input) / Float(output)
    let support = kernel.support * max(factor, 1)
    let inverse = factor >= 1 ? 1 / factor : 1
    var taps = Taps(outputs: outputs.count, stride: Int(2 * support) + 3)
    for index in outputs {
      let centre = factor * (Float(index) + 0.5)
      func height(_ source: Int) -> Float {
        kernel.height(at: (Float(source) - centre + 0.5) * inverse)
      }
      var low = max(Int(centre - support + 0.5), 0)
      var high = min(Int(centre + support + 0.5), input)
      while high - low > 1, height(high - 1) == 0 { high -= 1 }
      while high - low > 1, height(low) == 0 { low += 1 }
      var total: Float = 0
      for source in low..<high { total += height(source) }
      taps.append(first: low, count: high - low) { height(low + $0) / total }
    }
    return taps
  }

  /// Bicubic without antialiasing, OpenCV's `INTER_CUBIC`: four taps around `s(i + ½) − ½`, a = −3/4.
  ///
  /// What lies beyond the edges is the pixel at the edge.
  static func cubic(from input: Int, to output: Int, outputs: Range<Int>) -> Taps {
    let factor = 1 / (Double(output) / Double(input))
    var taps = Taps(outputs: outputs.count, stride: 4)
    for index in outputs {
      let place = (Double(index) + 0.5) * factor - 0.5
      let low = place.rounded(.down)
      let weights = ResizeKernel.cubicWeights(at: Float(place - low))
      let sources = (0..<4).map { min(max(Int(low) - 1 + $0, 0), input - 1) }
      taps.append(first: sources[0], count: sources[3] - sources[0] + 1) { offset in
        zip(sources, weights).reduce(0) { $1.0 == sources[0] + offset ? $0 + $1.1 : $0 }
      }
    }
    return taps
  }

  /// The share of each source index in the interval `[i·s, (i + 1)·s)`, for a shrinking axis.
  static func area(from input: Int, to output: Int, outputs: Range<Int>) -> Taps {
    let factor = 1 / (Double(output) / Double(input))
    var taps = Taps(outputs: outputs.count, stride: Int(factor) + 3)
    for index in outputs {
      let start = Double(index) * factor
      let end = start + factor
      let width = min(factor, Double(input) - start)
      let last = min(Int(end.rounded(.down)), input - 1)
      let first = min(Int(start.rounded(.up)), last)
      // Slivers below a thousandth are left out, and not made up for, as in OpenCV.
      let hasHead = Double(first) - start > 1e-3
      let hasTail = end - Double(last) > 1e-3
      let low = hasHead ? first - 1 : first
      taps.append(first: low, count: last - low + (hasTail ? 1 : 0)) { offset in
        switch low + offset {
        case ..<first: Float((Double(first) - start) / width)
        case last: Float(min(min(end - Double(last), 1), width) / width)
        default: Float(1 / width)
        }
      }
    }
    return taps
  }

  /// Plain sums of `factor` neighbours, for an axis that shrinks by a whole number.
  static func sums(of factor: Int, outputs: Range<Int>) -> Taps {
    var taps = Taps(outputs: outputs.count, stride: factor)
    for index in outputs { taps.append(first: index * factor, count: factor) { _ in 1 } }
    return taps
  }

  /// Two neighbours each, the fraction being the share of the higher.
  init(_ neighbours: Neighbours) {
    self.init(outputs: neighbours.low.count, stride: 2)
    for index in neighbours.low.indices {
      let (low, high) = (Int(neighbours.low[index]), Int(neighbours.high[index]))
      let fraction = neighbours.fraction[index]
      if low == high {
        append(first: low, count: 1) { _ in 1 }
      } else {
        append(first: low, count: 2) { $0 == 0 ? 1 - fraction : fraction }
      }
    }
  }

  /// The source indices from the first to the last that are looked at.
  var usedInputs: Range<Int> {
    let ends = zip(first, count).map { $0 + $1 }
    return Int(first.min() ?? 0)..<Int(ends.max() ?? 0)
  }

  /// The same for a source whose first `count` indices are left out.
  func shifted(down count: Int) -> Taps {
    if count == 0 { return self }
    var result = self
    for index in first.indices { result.first[index] -= Int32(count) }
    return result
  }

  /// Runs `body` with the table as the kernel wants it.
  func withKernelTable<Result>(_ body: (inout seg_taps) -> Result) -> Result {
    first.withUnsafeBufferPointer { first in
      count.withUnsafeBufferPointer { count in
        weights.withUnsafeBufferPointer { weights in
          var table = seg_taps(
            outputs: first.count, stride: stride, first: first.baseAddress,
            count: count.baseAddress, weight: weights.baseAddress)
          return body(&table)
        }
      }
    }
  }
}
