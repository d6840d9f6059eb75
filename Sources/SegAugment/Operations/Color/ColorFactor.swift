import SegBasics

/// The range of a factor, and what is drawn of it.
struct ColorFactor {
  /// The draw of an operation with one factor.
  struct Drawn: Codable {
    var factor: Double
  }

  /// What a number alone stands for.
  enum Reading {
    /// `1 − x ... 1 + x`, but not below 0, as torchvision's ColorJitter reads it.
    case spread
    /// Itself.
    case exact
  }

  /// The factors for which sums in float32 mean something.
  static let allowed = 0...1e6

  private let range: ClosedRange<Double>

  init(_ arguments: OperationArguments, _ reading: Reading) throws(OperationError) {
    let range = try arguments.range("factor", in: Self.allowed) { value in
      guard value >= 0 else { return nil }
      return reading == .exact ? value...value : max(0, 1 - value)...(1 + value)
    }
    self.range = range ?? 1...1
  }

  func draw(from random: inout RandomStream) -> Drawn {
    Drawn(factor: random.uniform(range.lowerBound, range.upperBound))
  }
}

extension ColorFactor.Drawn {
  /// The factor, if it can have been drawn.
  func checked() throws(TransformError) -> Double {
    try factor.drawn(within: ColorFactor.allowed)
  }
}

extension Double {
  /// The number itself, if it can have been drawn.
  ///
  /// - Throws: ``TransformError/badDraw(_:)``.
  func drawn(within range: ClosedRange<Double>) throws(TransformError) -> Double {
    guard range.contains(self) else { throw .badDraw("\(self) is not of \(range)") }
    return self
  }
}
