import SegBasics
import SegImaging

/// CutMix (Yun 2019): a rectangle of another sample, picture and label map alike.
///
/// reference: augmentation 2.11. `λ ~ Beta(α, α)`; the rectangle has `√(1 − λ)` of both edges, its
/// centre lies anywhere, and it is clipped at the border.
struct CutMix: Operation {
  static let specification = OperationSpecification(
    name: "cutmix", summary: "pastes a rectangle of another sample", targets: [.image, .labelMap],
    mainParameter: "alpha",
    parameters: [
      .init("alpha", "0.01..100", standard: "1", "of the Beta distribution of the share that stays")
    ],
    mixes: true, examples: ["cutmix", "cutmix=0.5"])

  struct Drawn: Codable {
    /// The rectangle; its width or height may be 0.
    var box: PixelBox
    var partners: [Partner]
  }

  private let alpha: Double

  init(_ arguments: OperationArguments) throws(OperationError) {
    alpha = try arguments.number("alpha", in: 0.01...100)
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> Drawn {
    let size = canvas.size
    let share = (1 - random.beta(alpha, alpha)).squareRoot()
    let half = (x: Int(Double(size.width) * share) / 2, y: Int(Double(size.height) * share) / 2)
    let x = random.integer(in: 0...(size.width - 1))
    let y = random.integer(in: 0...(size.height - 1))
    let (left, top) = (max(0, x - half.x), max(0, y - half.y))
    let box = PixelBox(
      x: left, y: top, width: min(size.width, x + half.x) - left,
      height: min(size.height, y + half.y) - top)
    return Drawn(box: box, partners: [try canvas.drawPartner(from: &random)])
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let other = try canvas.takePartners(drawn.partners, count: 1)[0]
    guard other.size == canvas.size else {
      throw .unlikePartner(
        "has \(other.size) pixels, the sample \(canvas.size); resize both before")
    }
    try canvas.paste(drawn.box, of: other, x: drawn.box.x, y: drawn.box.y)
  }
}
