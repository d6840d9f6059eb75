import SegBasics
import SegImaging

/// Cutout (DeVries, Taylor 2017): squares whose centres lie anywhere in the picture.
///
/// reference: augmentation 2.8. For each hole y of `0 ..< H` and x of `0 ..< W` are drawn; the rows
/// `max(0, y − ⌊L/2⌋) ..< min(H, y + ⌊L/2⌋)` are erased, and the columns alike. The paper erases with 0
/// after normalisation, that is with the mean: hence the standard filling.
struct Cutout: Operation {
  static let specification = OperationSpecification(
    name: "cutout", summary: "erases squares, which may reach over the edge",
    targets: [.image, .labelMap], mainParameter: "length",
    parameters: [
      .init("length", "PIXELS", standard: "16", "the side of a square; odd sides lose a pixel"),
      .init("holes", "N", standard: "1", "how many squares; 1 to 1000"),
    ] + Erasure.parameters(fill: "mean"),
    erases: true,
    examples: [
      "cutout=16", "cutout=8:holes=3,fill=0,mask=ignore", "cutout=12:fill=200/0/0,mask=7",
    ])

  struct Drawn: Codable {
    var boxes: [PixelBox]
    var seed: UInt64?
  }

  private let length: Int
  private let holes: Int
  private let erasure: Erasure

  init(_ arguments: OperationArguments) throws(OperationError) {
    length = try arguments.wholeNumber("length", in: 2...65535)
    holes = try arguments.wholeNumber("holes", in: 1...1000)
    erasure = try Erasure(arguments)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let boxes = (0..<holes).map { _ in
      let y = random.integer(in: 0...canvas.size.height - 1)
      let x = random.integer(in: 0...canvas.size.width - 1)
      let top = max(0, y - length / 2)
      let left = max(0, x - length / 2)
      return PixelBox(
        x: left, y: top, width: min(canvas.size.width, x + length / 2) - left,
        height: min(canvas.size.height, y + length / 2) - top)
    }
    return Drawn(boxes: boxes, seed: erasure.drawSeed(from: &random))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try erasure.erase(drawn.boxes, seed: drawn.seed, from: &canvas)
  }
}
