import CKernels

/// Weighted sums along one axis: which source indices make each output index, and how much of each.
struct Taps {
  private(set) var first: [Int32] = []
  private(set) var count: [Int32] = []
  private(set) var weights: [Float] = []
  private(set) var stride = 1

  /// One entry an output index: the first source index and the weights from there on.
  init(_ entries: [(first: Int, weights: [Float])]) {
    stride = entries.lazy.map(\.weights.count).max() ?? 1
    weights = [Float](repeating: 0, count: entries.count * stride)
    for (index, entry) in entries.enumerated() {
      first.append(Int32(entry.first))
      count.append(Int32(entry.weights.count))
      for (offset, weight) in entry.weights.enumerated() {
        weights[index * stride + offset] = weight
      }
    }
  }

  /// Antialiased bilinear: `weight_j ∝ max(0, 1 − |j − c + ½| / r)`, `c = s(i + ½)`, `r = max(s, 1)`.
  ///
  /// In float32 and in PyTorch's order of operations, so that the weights are the same numbers.
  static func antialiased(from input: Int, to output: Int) -> Taps {
    let factor = Float(input) / Float(output)
    let support = max(factor, 1)
    let inverse = factor >= 1 ? 1 / factor : 1
    return Taps(
      (0..<output).map { index in
        let centre = factor * (Float(index) + 0.5)
        var low = max(Int(centre - support + 0.5), 0)
        let high = min(Int(centre + support + 0.5), input)
        var weights: [Float] = []
        for source in low..<high {
          let distance = abs((Float(source) - centre + 0.5) * inverse)
          weights.append(distance < 1 ? 1 - distance : 0)
        }
        let total = weights.reduce(0, +)
        weights = weights.map { $0 / total }
        while weights.count > 1, weights.last == 0 { weights.removeLast() }
        while weights.count > 1, weights.first == 0 {
          weights.removeFirst()
          low += 1
        }
        return (low, weights)
      })
  }

  /// The share of each source index in the interval `[i·s, (i + 1)·s)`, for a shrinking axis.
  static func area(from input: Int, to output: Int) -> Taps {
    let factor = 1 / (Double(output) / Double(input))
    return Taps(
      (0..<output).map { index in
        // Slivers below a thousandth are left out, and not made up for, as in OpenCV.
        let start = Double(index) * factor
        let end = start + factor
        let width = min(factor, Double(input) - start)
        let last = min(Int(end.rounded(.down)), input - 1)
        let first = min(Int(start.rounded(.up)), last)
        var low = first
        var weights: [Float] = []
        if Double(first) - start > 1e-3 {
          low -= 1
          weights.append(Float((Double(first) - start) / width))
        }
        weights += Array(repeating: Float(1 / width), count: last - first)
        if end - Double(last) > 1e-3 {
          weights.append(Float(min(min(end - Double(last), 1), width) / width))
        }
        return (low, weights)
      })
  }

  /// Plain sums of `factor` neighbours, for an axis that shrinks by a whole number.
  static func sums(of factor: Int, outputs: Int) -> Taps {
    Taps((0..<outputs).map { ($0 * factor, Array(repeating: 1, count: factor)) })
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
