#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension RandomStream {
  /// A number of the gamma distribution with scale 1 (Marsaglia and Tsang 2000).
  ///
  /// - Parameter shape: Above 0.
  public mutating func gamma(_ shape: Double) -> Double {
    precondition(shape > 0, "the gamma distribution has no shape \(shape)")
    if shape < 1 {
      let larger = gamma(shape + 1)
      return larger * pow(uniform(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let z = normal()
      let root = 1 + c * z
      let v = root * root * root
      if v <= 0 { continue }
      let u = uniform()
      if log(1 - u) < 0.5 * z * z + d - d * v + d * log(v) { return d * v }
    }
  }

  /// A number in `0...1` of the beta distribution (Jöhnk 1964 when both parameters are at most 1).
  ///
  /// - Parameters:
  ///   - a: Above 0.
  ///   - b: Above 0.
  public mutating func beta(_ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0, "the beta distribution has no parameters \(a), \(b)")
    guard a <= 1, b <= 1 else {
      let x = gamma(a)
      let y = gamma(b)
      return x / (x + y)
    }
    while true {
      let x = pow(uniform(), 1 / a)
      let y = pow(uniform(), 1 / b)
      if x + y > 0, x + y <= 1 { return x / (x + y) }
    }
  }
}
