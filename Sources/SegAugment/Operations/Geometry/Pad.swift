import SegBasics
import SegImaging

/// Adds rows and columns: up to a size, to a multiple, or as many as are named.
///
/// reference: augmentation 2.3. Axes that are large enough stay as they are.
struct Pad: Operation {
  static let specification = OperationSpecification(
    name: "pad", summary: "adds rows and columns around the picture", targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: [
      .init(
        "size", "WIDTHxHEIGHT or EDGE", standard: nil, "the size of the result, at least"),
      .init("multiple", "1..65535", standard: nil, "width and height become multiples of this"),
      .init("left", "0..65535", standard: nil, "columns to add at the left; so top, right, bottom"),
      .init("top", "0..65535", standard: nil, "rows to add at the top"),
      .init("right", "0..65535", standard: nil, "columns to add at the right"),
      .init("bottom", "0..65535", standard: nil, "rows to add at the bottom"),
      .init(
        "at", Position.syntax, standard: "center", "where the picture stands, for size and multiple"
      ),
    ] + OperationSpecification.Parameter.border,
    examples: [
      "pad=60x50", "pad:multiple=32,at=top-left,fill=mean", "pad:left=3,top=1,border=reflect",
      "pad=50:at=random,mask-fill=7,fill=7/20/30",
    ])

  private enum Goal {
    case sides(left: Int, top: Int, right: Int, bottom: Int)
    case size(PixelSize?, multiple: Int, at: Position)
  }

  private let goal: Goal
  private let border: Border

  init(_ arguments: OperationArguments) throws(OperationError) {
    border = try arguments.border()
    func number(_ name: String, from least: Int) throws(OperationError) -> Int? {
      guard arguments.isChanged(name) else { return nil }
      return try arguments.wholeNumber(name, in: least...65535)
    }
    var sides: [Int] = []
    let names = ["left", "top", "right", "bottom"]
    for name in names { sides.append(try number(name, from: 0) ?? 0) }
    let size = arguments.isChanged("size") ? try arguments.size("size") : nil
    let multiple = try number("multiple", from: 1)
    let position = try arguments.choice("at", as: Position.self)
    guard let side = names.first(where: arguments.isChanged) else {
      guard size != nil || multiple != nil else {
        throw .missingParameter(
          "size", operation: Self.specification.name,
          syntax: "WIDTHxHEIGHT or EDGE, or multiple, or left, top, right, bottom")
      }
      goal = .size(size, multiple: multiple ?? 1, at: position)
      return
    }
    if let other = ["size", "multiple", "at"].first(where: arguments.isChanged) {
      throw arguments.refuse(
        try arguments.requiredText(other), other, "no such parameter beside \(side)")
    }
    goal = .sides(left: sides[0], top: sides[1], right: sides[2], bottom: sides[3])
  }

  func size(of size: PixelSize) -> PixelSize? {
    switch goal {
    case .sides(let left, let top, let right, let bottom):
      return PixelSize(width: left + size.width + right, height: top + size.height + bottom)
    case .size(let wanted, let multiple, _):
      func length(_ old: Int, _ wanted: Int?) -> Int {
        (max(old, wanted ?? old) + multiple - 1) / multiple * multiple
      }
      return PixelSize(
        width: length(size.width, wanted?.width), height: length(size.height, wanted?.height))
    }
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> PixelBox {
    let old = canvas.size
    let new = size(of: old) ?? old
    var box = PixelBox(x: 0, y: 0, width: new.width, height: new.height)
    switch goal {
    case .sides(let left, let top, _, _): (box.x, box.y) = (-left, -top)
    case .size(_, _, let position):
      box.y = position.top(old.height - new.height, from: &random)
      box.x = position.left(old.width - new.width, from: &random)
    }
    return box
  }

  func apply(_ drawn: PixelBox, to canvas: inout Canvas) throws(TransformError) {
    let size = canvas.size
    let inner = PixelBox(
      x: 0 &- drawn.x, y: 0 &- drawn.y, width: size.width, height: size.height)
    guard inner.isInside(drawn.size) else { throw .badDraw("rows or columns are taken away") }
    try canvas.frame(drawn, border: border)
  }
}
