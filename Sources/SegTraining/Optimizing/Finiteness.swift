import CKernels

extension UnsafeBufferPointer<Float> {
  /// Whether no value is infinite or no number.
  var allAreFinite: Bool {
    guard let values = baseAddress else { return true }
    return seg_all_finite(values, count) != 0
  }
}

extension [Float] {
  /// Whether no value is infinite or no number.
  var allAreFinite: Bool { withUnsafeBufferPointer { $0.allAreFinite } }
}

extension Adam {
  /// Whether no value of the state is infinite or no number.
  var isFinite: Bool { mean.allAreFinite && square.allAreFinite }
}
