import SegBasics
import SegImaging

/// Four samples around a point, the mosaic of YOLOv4 (Bochkovskiy 2020) and YOLOv5.
///
/// reference: augmentation 2.13. On a square of twice the edge `S`, a point is drawn in the middle half,
/// `y` first; this sample and three partners, resized so that their longer edge is `S`, touch it with a
/// corner each. The middle `S×S` is the result, so nothing is resampled twice.
struct Mosaic: Operation {
  static let specification = OperationSpecification(
    name: "mosaic", summary: "puts four samples around a point", targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: [
      .init(
        "size", "EDGE", standard: "0", "edge of the result; 0 is the longer edge of the sample"),
      .init(
        "filter", ResizeFilter.allCases.map(\.rawValue).joined(separator: "|"),
        standard: "bilinear", "for the pictures, as resize has it"),
      .init("fill", "0..255", standard: "114", "value where no sample reaches"),
    ],
    mixes: true, examples: ["mosaic", "mosaic=32"])

  struct Drawn: Codable {
    /// The edge of the result.
    var size: Int
    /// The point, on the square of twice the edge.
    var x: Int
    var y: Int
    var partners: [Partner]
  }

  private let edge: Int
  private let fill: UInt8
  private let filter: ResizeFilter

  init(_ arguments: OperationArguments) throws(OperationError) {
    edge = try arguments.wholeNumber("size", in: 0...16384)
    filter = try arguments.choice("filter", as: ResizeFilter.self)
    fill = UInt8(try arguments.wholeNumber("fill", in: 0...255))
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> Drawn {
    let size = edge > 0 ? edge : max(canvas.size.width, canvas.size.height)
    let (low, high) = (Double(size) / 2, 1.5 * Double(size))
    let y = Int(random.uniform(low, high))
    let x = Int(random.uniform(low, high))
    var drawn = Drawn(size: size, x: x, y: y, partners: [])
    for _ in 0..<3 { drawn.partners.append(try canvas.drawPartner(from: &random)) }
    return drawn
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard (1...16384).contains(drawn.size), (0...(2 * drawn.size)).contains(drawn.x),
      (0...(2 * drawn.size)).contains(drawn.y)
    else { throw .badDraw("size, x or y is out of range") }
    let others = try canvas.takePartners(drawn.partners, count: 3)
    let size = PixelSize(width: drawn.size, height: drawn.size)
    var result = try canvas.blank(size, fill: fill)
    for (index, sample) in ([canvas] + others).enumerated() {
      var sample = sample
      let longer = max(sample.size.width, sample.size.height)
      func scaled(_ length: Int) -> Int {
        max(1, Int((Double(length) * Double(drawn.size) / Double(longer)).rounded()))
      }
      try sample.resize(
        to: PixelSize(width: scaled(sample.size.width), height: scaled(sample.size.height)),
        filter: filter, labels: filter == .nearest ? .nearest : .nearestExact)
      // Where the sample stands on the result, whose first pixel is half an edge into the square.
      let x = drawn.x - drawn.size / 2 - (index % 2 == 0 ? sample.size.width : 0)
      let y = drawn.y - drawn.size / 2 - (index < 2 ? sample.size.height : 0)
      let (left, top) = (max(0, x), max(0, y))
      let box = PixelBox(
        x: left - x, y: top - y, width: min(drawn.size, x + sample.size.width) - left,
        height: min(drawn.size, y + sample.size.height) - top)
      if box.width > 0, box.height > 0 { try result.paste(box, of: sample, x: left, y: top) }
    }
    canvas.replaceSample(by: result)
  }
}
