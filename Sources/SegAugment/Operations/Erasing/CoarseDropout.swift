import SegBasics
import SegImaging

/// albumentations' CoarseDropout: rectangles that lie inside the picture.
///
/// Draws the number of holes, and for each its height, width, row and column. A range whose upper end
/// is at most 1 is of shares of the picture, rounded down but to a pixel at least; other ranges are of
/// whole pixels, cut to the picture.
struct CoarseDropout: Operation {
  static let specification = OperationSpecification(
    name: "coarse-dropout", summary: "erases rectangles inside the picture",
    targets: [.image, .labelMap],
    parameters: [
      .init("holes", "N or a..b", standard: "1..2", "how many rectangles; 1 to 1000"),
      .init("height", side, standard: "0.1..0.2", "pixels; up to 1, a share of the picture's"),
      .init("width", side, standard: "0.1..0.2", "pixels; up to 1, a share of the picture's"),
    ] + Erasure.parameters(fill: "0"),
    erases: true,
    examples: [
      "coarse-dropout", "coarse-dropout:holes=2..5,height=3..9,width=4..8,fill=random,mask=ignore",
      "coarse-dropout:holes=8,height=0.1..0.3,width=5,fill=mean,mask=2",
    ])

  private static let side = "a..b"

  struct Drawn: Codable {
    var boxes: [PixelBox]
    var seed: UInt64?
  }

  private enum Side {
    case pixels(ClosedRange<Int>)
    case share(ClosedRange<Double>)

    func draw(from random: inout RandomStream, of edge: Int) -> Int {
      switch self {
      case .pixels(let range):
        let high = min(range.upperBound, edge)
        return random.integer(in: min(range.lowerBound, high)...high)
      case .share(let range):
        let length = Double(edge) * random.uniform(range.lowerBound, range.upperBound)
        return max(1, Int(length))
      }
    }
  }

  private let holes: ClosedRange<Int>
  private let height: Side
  private let width: Side
  private let erasure: Erasure

  init(_ arguments: OperationArguments) throws(OperationError) {
    holes = try arguments.wholeNumbers("holes", in: 1...1000)
    height = try Self.side("height", arguments)
    width = try Self.side("width", arguments)
    erasure = try Erasure(arguments)
  }

  private static func side(
    _ name: String, _ arguments: OperationArguments
  ) throws(OperationError) -> Side {
    let range = try arguments.requiredRange(name, in: 0...65535)
    if range.upperBound <= 1 && range.lowerBound > 0 { return .share(range) }
    guard let low = Int(exactly: range.lowerBound), let high = Int(exactly: range.upperBound),
      low >= 1
    else {
      throw arguments.refuse(
        try arguments.requiredText(name), name, "shares above 0 and up to 1, or whole pixels")
    }
    return .pixels(low...high)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let size = canvas.size
    let count = random.integer(in: holes)
    let boxes = (0..<count).map { _ in
      let rows = height.draw(from: &random, of: size.height)
      let columns = width.draw(from: &random, of: size.width)
      let y = random.integer(in: 0...size.height - rows)
      let x = random.integer(in: 0...size.width - columns)
      return PixelBox(x: x, y: y, width: columns, height: rows)
    }
    return Drawn(boxes: boxes, seed: erasure.drawSeed(from: &random))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try erasure.erase(drawn.boxes, seed: drawn.seed, from: &canvas)
  }
}
