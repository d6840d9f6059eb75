import SegBasics
import SegSamples

/// mixup (Zhang, Cisse, Dauphin, Lopez-Paz 2018): blends two pictures and keeps both label maps.
///
/// reference: augmentation 2.11. `λ ~ Beta(α, α)` is the weight of this sample. Class indices are never
/// blended: the loss is `λ·L(mask) + (1 − λ)·L(mask2)`.
struct Mixup: Operation {
  static let specification = OperationSpecification(
    name: "mixup", summary: "blends with another sample, keeping both label maps",
    targets: [.image, .labelMap], mainParameter: "alpha",
    parameters: [
      .init("alpha", "0.01..100", standard: "0.4", "of the Beta distribution of the weight")
    ],
    mixes: true, examples: ["mixup", "mixup=0.2"])

  struct Drawn: Codable {
    /// λ, the weight of this sample.
    var weight: Double
    var partners: [Partner]
  }

  private let alpha: Double

  init(_ arguments: OperationArguments) throws(OperationError) {
    alpha = try arguments.number("alpha", in: 0.01...100)
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> Drawn {
    let weight = random.beta(alpha, alpha)
    return Drawn(weight: weight, partners: [try canvas.drawPartner(from: &random)])
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let other = try canvas.takePartners(drawn.partners, count: 1)[0]
    try canvas.blend(other, weight: drawn.weight)
    canvas.mix = .init(partner: drawn.partners[0].key, weight: drawn.weight)
  }
}
