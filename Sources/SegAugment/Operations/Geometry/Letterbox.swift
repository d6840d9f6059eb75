import SegBasics
import SegImaging

/// Brings every sample to one size without changing its shape: resized to fit inside, then padded.
///
/// `s = min(W' / W, H' / H)`; the picture becomes `round(W·s)` by `round(H·s)`.
struct Letterbox: Operation {
  static let specification = OperationSpecification(
    name: "letterbox", summary: "resizes to fit into a size and pads to it",
    targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: [
      .init(
        "size", "WIDTHxHEIGHT or EDGE", standard: nil, "the size of the result; 1 to 65535 pixels"),
      Resize.filterParameter,
      .init("at", Position.syntax, standard: "center", "where the picture stands"),
    ] + OperationSpecification.Parameter.border,
    examples: ["letterbox=32x32", "letterbox=40x20:filter=nearest,at=top-left,fill=114"])

  struct Drawn: Codable {
    /// The size of the picture.
    var width: Int
    var height: Int
    /// Columns and rows before it.
    var left: Int
    var top: Int
  }

  private let size: PixelSize
  private let filter: ResizeFilter
  private let position: Position
  private let border: Border

  init(_ arguments: OperationArguments) throws(OperationError) {
    size = try arguments.size("size")
    filter = try arguments.choice("filter", as: ResizeFilter.self)
    position = try arguments.choice("at", as: Position.self)
    border = try arguments.border()
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    place(canvas.size, from: &random)
  }

  private func place(_ picture: PixelSize, from random: inout RandomStream) -> Drawn {
    let scale = min(
      Double(size.width) / Double(picture.width), Double(size.height) / Double(picture.height))
    func scaled(_ length: Int, _ most: Int) -> Int {
      min(max(Int((Double(length) * scale).rounded(.toNearestOrEven)), 1), most)
    }
    let width = scaled(picture.width, size.width)
    let height = scaled(picture.height, size.height)
    let top = position.top(height - size.height, from: &random)
    let left = position.left(width - size.width, from: &random)
    return Drawn(width: width, height: height, left: -left, top: -top)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let inner = PixelBox(
      x: drawn.left, y: drawn.top, width: drawn.width, height: drawn.height)
    guard inner.isInside(size) else { throw .badDraw("the picture does not stand in \(size)") }
    try canvas.resize(to: inner.size, filter: filter, labels: filter.forLabels)
    try canvas.frame(
      PixelBox(x: -drawn.left, y: -drawn.top, width: size.width, height: size.height),
      border: border)
  }

  func size(of size: PixelSize) -> PixelSize? { self.size }

  func fitting(_ size: PixelSize) -> Fitting? {
    if position == .random { return nil }
    var unused = RandomStream(seed: 0)
    let drawn = place(size, from: &unused)
    return Fitting(
      size: self.size,
      picture: PixelBox(x: drawn.left, y: drawn.top, width: drawn.width, height: drawn.height))
  }
}
