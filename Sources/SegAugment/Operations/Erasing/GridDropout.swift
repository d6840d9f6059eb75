import SegBasics
import SegImaging

/// albumentations' GridDropout (GridMask, Chen and others 2020): one hole in each unit of a grid.
///
/// The picture is divided evenly into `⌊H / unit⌋` times `⌊W / unit⌋` units, so that they are at least
/// `unit` pixels a side; by default a tenth of the picture's height and width. A hole is `ratio` of its
/// unit high and wide, rounded down, but at least a pixel, and at least one less than the unit where the
/// unit has two. It lies `shift` pixels into its unit, or at a place drawn for each.
struct GridDropout: Operation {
  static let specification = OperationSpecification(
    name: "grid-dropout", summary: "erases one rectangle in each unit of a grid",
    targets: [.image, .labelMap],
    parameters: [
      .init("ratio", "0..1", standard: "0.5", "the side of a hole by the side of its unit"),
      .init(
        "unit", "PIXELS, a..b or auto", standard: "auto", "the side of a unit; 2 pixels or more"),
      .init(
        "shift", "X/Y or random", standard: "random", "where in its unit a hole lies, in pixels"),
    ] + Erasure.parameters(fill: "0"),
    erases: true,
    examples: [
      "grid-dropout:mask=ignore", "grid-dropout:unit=6..12,ratio=0.4,fill=mean",
      "grid-dropout:unit=8,shift=2/3,mask=5",
    ])

  struct Drawn: Codable {
    /// Height and width of a unit.
    var unit: [Int]
    /// Of the places of the holes.
    var places: UInt64?
    var seed: UInt64?
  }

  private let ratio: Double
  /// Nil for a tenth of the picture.
  private let unit: ClosedRange<Int>?
  /// Nil for places that are drawn.
  private let shift: (x: Int, y: Int)?
  private let erasure: Erasure

  init(_ arguments: OperationArguments) throws(OperationError) {
    ratio = try arguments.number("ratio", in: 0...1)
    let isAutomatic = try arguments.requiredText("unit") == "auto"
    unit = isAutomatic ? nil : try arguments.wholeNumbers("unit", in: 2...65535)
    let text = try arguments.requiredText("shift")
    if text == "random" {
      shift = nil
    } else {
      let pixels = text.split(separator: "/", omittingEmptySubsequences: false).map {
        Int($0) ?? -1
      }
      guard pixels.count == 2, pixels.allSatisfy((0...65535).contains) else {
        throw arguments.refuse(text, "shift", "X/Y of 0 to 65535 pixels, or random")
      }
      shift = (pixels[0], pixels[1])
    }
    erasure = try Erasure(arguments)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let size = canvas.size
    var sides = [max(2, size.height / 10), max(2, size.width / 10)]
    if let unit {
      let side = random.integer(in: unit)
      sides = [side, side]
    }
    let places = shift == nil ? random.seed() : nil
    return Drawn(unit: sides, places: places, seed: erasure.drawSeed(from: &random))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard drawn.unit.count == 2, drawn.unit.allSatisfy((2...65535).contains),
      (drawn.places == nil) == (shift != nil)
    else { throw .badDraw("units of \(drawn.unit) pixels") }
    let limit = 1 << 22
    let (height, width) = (canvas.size.height / drawn.unit[0], canvas.size.width / drawn.unit[1])
    guard height * width <= limit else { throw .tooManyHoles(height * width, limit: limit) }
    try erasure.erase(boxes(drawn, in: canvas.size), seed: drawn.seed, from: &canvas)
  }

  private func boxes(_ drawn: Drawn, in size: PixelSize) -> [PixelBox] {
    var random = RandomStream(seed: drawn.places ?? 0)
    var boxes: [PixelBox] = []
    let rows = max(1, size.height / drawn.unit[0])
    let columns = max(1, size.width / drawn.unit[1])
    for row in 0..<rows {
      let top = row * size.height / rows
      let unitHeight = (row + 1) * size.height / rows - top
      for column in 0..<columns {
        let left = column * size.width / columns
        let unitWidth = (column + 1) * size.width / columns - left
        let (height, width) = (hole(in: unitHeight), hole(in: unitWidth))
        let (down, right) = (unitHeight - height, unitWidth - width)
        let y = shift.map { min($0.y, down) } ?? random.integer(in: 0...down)
        let x = shift.map { min($0.x, right) } ?? random.integer(in: 0...right)
        boxes.append(PixelBox(x: left + x, y: top + y, width: width, height: height))
      }
    }
    return boxes
  }

  private func hole(in side: Int) -> Int {
    max(1, min(Int(Double(side) * ratio), side - 1))
  }
}
