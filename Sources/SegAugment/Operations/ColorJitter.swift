import SegBasics
import SegImaging
import SegSamples

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
    ])

  private static let factorSyntax = "NUMBER or a..b"

  enum Adjustment: Int, CaseIterable {
    case brightness
    case contrast
    case saturation
    case hue

    var name: String { "\(self)" }
  }

  struct Drawn: Sendable {
    /// What is applied, in this order, with its factor.
    var steps: [(adjustment: Adjustment, factor: Double)]
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

  func draw(from random: inout RandomStream, size: PixelSize) -> Drawn {
    let order = random.permutation(ranges.count)
    let factors = ranges.map { range in
      range.map { random.uniform($0.lowerBound, $0.upperBound) }
    }
    return Drawn(
      steps: order.compactMap { index in
        guard let adjustment = Adjustment(rawValue: index), let factor = factors[index] else {
          return nil
        }
        return (adjustment, factor)
      })
  }

  func size(of size: PixelSize) -> PixelSize? { size }

  func record(_ drawn: Drawn) -> [String: JSONValue] {
    var parameters: [String: JSONValue] = [
      "order": .array(drawn.steps.map { .string($0.adjustment.name) })
    ]
    for step in drawn.steps { parameters[step.adjustment.name] = .number(step.factor) }
    return parameters
  }

  func apply(_ drawn: Drawn, to image: inout Image) throws(TransformError) {
    guard image.supportsColorAdjustment else {
      throw .unsupportedChannels(image.channels, operation: "jitter", supported: "1 and 3")
    }
    for step in drawn.steps {
      switch step.adjustment {
      case .brightness: image.adjustBrightness(step.factor)
      case .contrast: image.adjustContrast(step.factor)
      case .saturation: image.adjustSaturation(step.factor)
      case .hue: image.adjustHue(step.factor)
      }
    }
  }
}
