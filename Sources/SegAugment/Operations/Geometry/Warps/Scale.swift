import SegBasics
import SegImaging

/// Makes things larger or smaller about the middle; the picture keeps its size.
struct Scale: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "scale", summary: "makes things larger or smaller; the size of the picture stays",
    targets: [.image, .labelMap], mainParameter: "factor",
    parameters: [
      .init("factor", "S or LOW..HIGH", standard: "0.8..1.2", "of both axes; 0.01..100"),
      .init("y", "S or LOW..HIGH", standard: nil, "a factor of its own for the height"),
    ] + SamplingParameters.described,
    examples: ["scale=0.5..2", "scale=0.8..1.2:y=0.8..1.2,border=symmetric"])

  private let factor: ClosedRange<Double>
  private let vertical: ClosedRange<Double>?
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    factor = try arguments.requiredRange("factor", in: 0.01...100)
    vertical = try arguments.range("y", in: 0.01...100) { $0...$0 }
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    var x: Double
    var y: Double
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let x = random.uniform(in: factor)
    return Drawn(x: x, y: vertical.map { random.uniform(in: $0) } ?? x)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    if drawn.x == 1, drawn.y == 1 { return }
    let map = AffineMap(scale: (drawn.x, drawn.y))
    try canvas.warp(map.toSource(from: canvas.size), sampling)
  }
}
