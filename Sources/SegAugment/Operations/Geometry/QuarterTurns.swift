import SegBasics
import SegImaging

/// Turns by `k` quarters counter-clockwise, as `numpy.rot90`; width and height change places for odd `k`.
///
/// reference: augmentation 2.2.
struct QuarterTurns: Operation {
  static let specification = OperationSpecification(
    name: "rot90", summary: "turns by quarters, counter-clockwise", targets: [.image, .labelMap],
    mainParameter: "k",
    parameters: [
      .init("k", "0..3 or random", standard: "random", "how many quarters; random draws 0 to 3")
    ],
    examples: ["rot90", "rot90=1"])

  struct Drawn: Codable {
    var k: Int
  }

  /// How many quarters; nil where that is drawn.
  private let quarters: Int?

  init(_ arguments: OperationArguments) throws(OperationError) {
    let text = try arguments.requiredText("k")
    quarters = Int(text)
    guard text == "random" || (0...3).contains(quarters ?? -1) else {
      throw arguments.refuse(text, "k", "0, 1, 2, 3 or random")
    }
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(k: quarters ?? random.integer(in: 0...3))
  }

  func size(of size: PixelSize) -> PixelSize? {
    guard let quarters else { return size == size.transposed ? size : nil }
    return quarters % 2 == 0 ? size : size.transposed
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard (0...3).contains(drawn.k) else { throw .badDraw("k = \(drawn.k) is not of 0...3") }
    canvas.turn([1, 8, 3, 6][drawn.k])
  }
}
