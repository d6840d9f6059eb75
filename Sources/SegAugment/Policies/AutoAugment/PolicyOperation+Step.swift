import SegBasics
import SegImaging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the operations of a policy share: how pixels are sampled, and what stands outside.
struct PolicyFilling: Sendable {
  /// `filter`, `fill` and `mask-fill`, as every policy takes them.
  static let parameters: [OperationSpecification.Parameter] = [
    .init(
      "filter", "nearest|bilinear", standard: "nearest", "for the picture, where pixels are moved"),
    .fill(), .maskFill(),
  ]

  private enum Filter: String, CaseIterable {
    case nearest
    case bilinear
  }

  /// The parameters, for operations that move pixels.
  let values: [(name: String, value: String)]

  init(_ arguments: OperationArguments) throws(OperationError) {
    _ = try arguments.fill()
    _ = try arguments.labelFill()
    values = [
      ("filter", try arguments.choice("filter", as: Filter.self).rawValue),
      ("fill", try arguments.requiredText("fill")),
      ("mask-fill", try arguments.requiredText("mask-fill")),
    ]
  }
}

extension PolicyOperation {
  /// What the operation is called here.
  var name: String? {
    switch self {
    case .identity: nil
    case .shearX, .shearY: "shear"
    case .translateX, .translateY: "shift"
    case .rotate: "rotate"
    case .brightness: "brightness"
    case .color: "saturation"
    case .contrast: "contrast"
    case .sharpness: "sharpness"
    case .posterize: "posterize"
    case .solarize: "solarize"
    case .autoContrast: "autocontrast"
    case .equalize: "equalize"
    case .invert: "invert"
    }
  }

  /// The operation at a magnitude, with its sign; nil for the one that does nothing.
  ///
  /// - Throws: ``OperationError``.
  func step(magnitude: Double, filling: PolicyFilling) throws(OperationError) -> Step? {
    guard let name, let type = OperationCatalog.operation(named: name) else { return nil }
    let arguments = try OperationArguments(
      values(magnitude, filling), specification: type.specification)
    return Step(
      action: .operation(try type.init(arguments)), probability: 1, word: arguments.word,
      arguments: arguments)
  }

  private func values(
    _ magnitude: Double, _ filling: PolicyFilling
  ) -> [(name: String, value: String)] {
    switch self {
    case .identity, .autoContrast, .equalize, .invert: return []
    case .shearX, .shearY:
      // The magnitude is a slope, about the first pixel's corner.
      let axis = self == .shearX ? "x" : "y"
      let degrees = atan(magnitude) * 180 / Double.pi
      return [("degrees", fixed(degrees)), ("axis", axis), ("center", "corner")] + filling.values
    case .translateX, .translateY:
      let pixels = fixed(magnitude.rounded(.towardZero))
      let (x, y) = self == .translateX ? (pixels, "0") : ("0", pixels)
      return [("x", x), ("y", y), ("unit", "pixels")] + filling.values
    case .rotate: return [("degrees", fixed(magnitude))] + filling.values
    case .brightness, .color, .contrast, .sharpness: return [("factor", fixed(1 + magnitude))]
    case .posterize: return [("bits", String(shortest: magnitude))]
    case .solarize: return [("threshold", String(shortest: magnitude))]
    }
  }

  /// A range of one number, which a number alone is not always.
  private func fixed(_ value: Double) -> String {
    let text = String(shortest: value)
    return "\(text)..\(text)"
  }

  /// The step a policy drew, applied or not; none for the operation that does nothing.
  ///
  /// - Throws: ``TransformError``.
  func choice(
    magnitude: Double, isApplied: Bool, filling: PolicyFilling
  ) throws(TransformError) -> [PolicyChoice] {
    do throws(OperationError) {
      let step = try step(magnitude: magnitude, filling: filling)
      return step.map { [PolicyChoice(step: $0, isApplied: isApplied)] } ?? []
    } catch {
      // A picture so large or small that the operation's own bounds refuse the magnitude.
      throw .notWithin("\(error)")
    }
  }
}
