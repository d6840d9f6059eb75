import SegBasics
import SegImaging

/// How an operation erases: what the parameters `fill` and `mask` say.
struct Erasure: Sendable {
  private enum Content {
    case fill(Fill)
    case random
  }

  private let content: Content
  private let labels: LabelFill?

  /// The two parameters.
  ///
  /// - Parameter fill: The standard value of `fill`.
  static func parameters(fill: String) -> [OperationSpecification.Parameter] {
    [
      .init(
        "fill", "N, R/G/B, #rrggbb, mean or random", standard: fill,
        "what the picture gets: a color, its own mean, or noise"),
      .init(
        "mask", "keep|ignore|ID", standard: "keep",
        "what the label map gets there: its own classes, ignore, or a class index"),
    ]
  }

  /// Reads the two parameters.
  ///
  /// - Throws: ``OperationError``.
  init(_ arguments: OperationArguments) throws(OperationError) {
    let fill = try arguments.requiredText("fill")
    content = fill == "random" ? .random : .fill(try arguments.fill())
    let mask = try arguments.requiredText("mask")
    switch mask {
    case "keep": labels = nil
    case "ignore": labels = .ignore
    default:
      guard let index = Int(mask), (0...65535).contains(index) else {
        throw arguments.refuse(mask, "mask", "keep, ignore, or a class index of 0..65535")
      }
      labels = .index(index)
    }
  }

  /// The seed of the noise, where the filling is random.
  func drawSeed(from random: inout RandomStream) -> UInt64? {
    guard case .random = content else { return nil }
    return random.seed()
  }

  /// Erases rectangles.
  ///
  /// - Parameter seed: As ``drawSeed(from:)`` gave it.
  /// - Throws: ``TransformError``.
  func erase(
    _ boxes: [PixelBox], seed: UInt64?, from canvas: inout Canvas
  ) throws(TransformError) {
    switch content {
    case .fill(let fill): try canvas.erase(boxes, with: .fill(fill), labels: labels)
    case .random:
      guard let seed else { throw .badDraw("there is no seed for the filling") }
      try canvas.erase(boxes, with: .noise(seed: seed), labels: labels)
    }
  }
}
