/// The curve that weighs source pixels by their distance from the place looked at.
enum ResizeKernel {
  /// `max(0, 1 − |x|)`.
  case triangle
  /// The cubic convolution of Keys (1981) with a = −1/2.
  case cubic

  /// The distance from which on the weight is 0.
  var support: Float {
    switch self {
    case .triangle: 1
    case .cubic: 2
    }
  }

  /// The weight at a distance, before the sum of all is brought to 1.
  func height(at distance: Float) -> Float {
    let x = abs(distance)
    switch self {
    case .triangle: return max(1 - x, 0)
    case .cubic: return x < 1 ? Self.inner(x, -0.5) : x < 2 ? Self.outer(x, -0.5) : 0
    }
  }

  /// `(a + 2)x³ − (a + 3)x² + 1`, for `x` up to 1.
  private static func inner(_ x: Float, _ a: Float) -> Float {
    ((a + 2) * x - (a + 3)) * x * x + 1
  }

  /// `ax³ − 5ax² + 8ax − 4a`, for `x` from 1 to 2.
  private static func outer(_ x: Float, _ a: Float) -> Float {
    ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
  }

  /// The weights of four neighbours, a = −3/4, for a place `fraction` beyond the second; they add up to 1.
  static func cubicWeights(at fraction: Float) -> [Float] {
    let a: Float = -0.75
    let first = outer(fraction + 1, a)
    let second = inner(fraction, a)
    let third = inner(1 - fraction, a)
    return [first, second, third, 1 - first - second - third]
  }
}
