/// Which source index each output index of one axis takes, `out` of them.
enum SourceIndices {
  /// `min(floor(i·s), in − 1)` with `s` in float32, as PyTorch computes it.
  static func nearest(from input: Int, to output: Int) -> [Int32] {
    let factor = Float(input) / Float(output)
    return (0..<output).map { Int32(min(Int(Float($0) * factor), input - 1)) }
  }

  /// `min(floor((i + ½)·s), in − 1)` with `s` in float32, as PyTorch computes it.
  static func nearestExact(from input: Int, to output: Int) -> [Int32] {
    let factor = Float(input) / Float(output)
    return (0..<output).map { Int32(min(Int((Float($0) + 0.5) * factor), input - 1)) }
  }
}
