import SegBasics
import SegImaging

/// torchvision's ColorJitter: brightness, contrast, saturation and hue in random order.
///
/// reference: augmentation 2.7. Draws a permutation of the four, then the factors in the order
/// brightness, contrast, saturation, hue, each only if it is enabled.
struct ColorJitter: Operation {
  static let specification = OperationSpecification(
    name: "jitter", summary: "changes the colors, in random order",
    targets: [.image],
    parameters: [
      .init("brightness", factorSyntax, standard: "0", "a factor of 1-x..1+x; 0 leaves it"),
      .init("contrast", factorSyntax, standard: "0", "a factor of 1-x..1+x; 0 leaves it"),
      .init("saturation", factorSyntax, standard: "0", "a factor of 1-x..1+x; 0 leaves it"),
      .init(
        "hue", "NUMBER or a..b", standard: "0", "turns of the colour wheel, -x..x; at most 0.5"),
    ],
    examples: ["jitter:brightness=0.3,contrast=0.3,saturation=0.3,hue=0.1"])

  private static let factorSyntax = "NUMBER or a..b"

  enum Adjustment: Int, CaseIterable {
    case brightness
    case contrast
    case saturation
    case hue

    var name: String { "\(self)" }
  }

  struct Drawn: Codable {
    /// What is applied, in this order.
    var order: [String]
    var brightness: Double?
    var contrast: Double?
    var saturation: Double?
    var hue: Double?
  }

  /// Ranges by adjustment; nil where the range is the identity alone.
  private let ranges: [ClosedRange<Double>?]

  init(_ arguments: OperationArguments) throws(OperationError) {
    var ranges: [ClosedRange<Double>?] = []
    for adjustment in Adjustment.allCases {
      let isHue = adjustment == .hue
      let range = try arguments.range(adjustment.name, in: isHue ? -0.5...0.5 : 0...1e6) { value in
        guard value >= 0 else { return nil }
        return isHue ? -value...value : max(0, 1 - value)...(1 + value)
      }
      let identity = isHue ? 0.0 : 1.0
      ranges.append(range == identity...identity ? nil : range)
    }
    self.ranges = ranges
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let order = random.permutation(ranges.count)
    let factors = ranges.map { range in
      range.map { random.uniform($0.lowerBound, $0.upperBound) }
    }
    return Drawn(
      order: order.filter { factors[$0] != nil }.compactMap { Adjustment(rawValue: $0)?.name },
      brightness: factors[0], contrast: factors[1], saturation: factors[2], hue: factors[3])
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    for name in drawn.order {
      let adjustment = Adjustment.allCases.first { $0.name == name }
      switch adjustment {
      case .brightness: canvas.scaleColors(by: Float(try Self.factor(drawn.brightness)))
      case .contrast: canvas.adjustContrast(try Self.factor(drawn.contrast))
      case .saturation:
        let factor = try Self.factor(drawn.saturation)
        canvas.changeImage { $0.adjustSaturation(factor) }
      case .hue:
        let shift = try (drawn.hue ?? .nan).drawn(within: -0.5...0.5)
        canvas.changeImage { $0.adjustHue(shift) }
      case nil: throw .badDraw("\(name) is no adjustment")
      }
    }
  }

  private static func factor(_ drawn: Double?) throws(TransformError) -> Double {
    try (drawn ?? .nan).drawn(within: ColorFactor.allowed)
  }
}
