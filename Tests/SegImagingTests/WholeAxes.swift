@testable import SegImaging

// The tables for all output indices of an axis.

extension Taps {
  static func antialiased(from input: Int, to output: Int) -> Taps {
    antialiased(.triangle, from: input, to: output, outputs: 0..<output)
  }
  static func bicubic(from input: Int, to output: Int) -> Taps {
    antialiased(.cubic, from: input, to: output, outputs: 0..<output)
  }
  static func cubic(from input: Int, to output: Int) -> Taps {
    cubic(from: input, to: output, outputs: 0..<output)
  }
  static func area(from input: Int, to output: Int) -> Taps {
    area(from: input, to: output, outputs: 0..<output)
  }
  static func sums(of factor: Int, outputs: Int) -> Taps {
    sums(of: factor, outputs: 0..<outputs)
  }
}

extension Neighbours {
  static func linear(from input: Int, to output: Int, axis: Axis) -> Neighbours {
    linear(from: input, to: output, outputs: 0..<output, axis: axis)
  }
  static func area(from input: Int, to output: Int, axis: Axis) -> Neighbours {
    area(from: input, to: output, outputs: 0..<output, axis: axis)
  }
}

extension SourceIndices {
  static func nearest(from input: Int, to output: Int) -> [Int32] {
    nearest(from: input, to: output, outputs: 0..<output)
  }
  static func nearestExact(from input: Int, to output: Int) -> [Int32] {
    nearestExact(from: input, to: output, outputs: 0..<output)
  }
}
