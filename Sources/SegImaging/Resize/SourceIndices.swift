/// Which source index each of the wanted output indices of one axis takes, of `output` there are.
enum SourceIndices {
  /// `min(floor(i·s), in − 1)` with `s` in float32, as PyTorch computes it.
  static func nearest(from input: Int, to output: Int, outputs: Range<Int>) -> [Int32] {
    let factor = Float(input) / Float(output)
    return outputs.map { Int32(min(Int(Float($0) * factor), input - 1)) }
  }

  /// `min(floor((i + ½)·s), in − 1)` with `s` in float32, as PyTorch computes it.
  static func nearestExact(from input: Int, to output: Int, outputs: Range<Int>) -> [Int32] {
    let factor = Float(input) / Float(output)
    return outputs.map { Int32(min(Int((Float($0) + 0.5) * factor), input - 1)) }
  }
}
