extension UnsafeBufferPointer<Float> {
  /// Whether no value is infinite or no number.
  var allAreFinite: Bool {
    guard let values = baseAddress else { return true }
    var index = 0
    // A plain loop over the bits: tens of millions of values are looked at in an epoch.
    while index < count {
      if values[index].bitPattern & 0x7F80_0000 == 0x7F80_0000 { return false }
      index += 1
    }
    return true
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
