import SegBasics
import SegImaging

/// Keeps a rectangle at a random place, which may be asked to show something.
///
/// reference: augmentation 2.3. Draws top, then left. With conditions, again up to `tries` times; the
/// last is taken if none meets them (the max-category rule of mmseg), but a class asked for by `with` is
/// kept if the sample has it: then the crop is placed around one of its pixels.
struct RandomCrop: Operation {
  static let specification = OperationSpecification(
    name: "random-crop", summary: "keeps a rectangle at a random place",
    targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: CropFrame.parameters + CropConditions.parameters + [
      .init("tries", "1..1000", standard: "10", "how often a place is drawn at most")
    ] + OperationSpecification.Parameter.border,
    examples: [
      "random-crop=20x16", "random-crop=24:class-at-most=0.75", "random-crop=8:with=3/90",
      "random-crop=50x20:ignore-at-most=0.5,fill=mean",
    ])

  private let frame: CropFrame
  private let conditions: CropConditions
  private let tries: Int

  init(_ arguments: OperationArguments) throws(OperationError) {
    frame = try CropFrame(arguments)
    conditions = try CropConditions(arguments)
    tries = try arguments.wholeNumber("tries", in: 1...1000)
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> PixelBox {
    let room = try frame.room(in: canvas.size)
    func place() -> PixelBox {
      let top = Position.random.top(room.rows, from: &random)
      return frame.box(x: Position.random.left(room.columns, from: &random), y: top)
    }
    var box = place()
    if conditions.isEmpty { return box }
    guard let labelMap = canvas.labelMapsAhead.first else { throw .noLabelMap }
    for index in conditions.classes { try canvas.requireClass(index, in: labelMap) }
    for _ in 1..<tries {
      if conditions.areMet(by: box, of: labelMap) { return box }
      box = place()
    }
    if conditions.classes.isEmpty || conditions.areMet(by: box, of: labelMap) { return box }
    let pixels = ClassPixels(of: labelMap)
    guard let index = pixels.draw(oneOf: conditions.classes, from: &random) else { return box }
    let pixel = pixels.drawPixel(of: index, from: &random)
    // Anywhere around the pixel, as far as the picture reaches.
    func start(_ place: Int, _ length: Int, _ room: Int) -> Int {
      let low = max(min(room, 0), place - length + 1)
      return random.integer(in: low...max(low, min(max(room, 0), place)))
    }
    let top = start(pixel.y, frame.size.height, room.rows)
    return frame.box(x: start(pixel.x, frame.size.width, room.columns), y: top)
  }

  func size(of size: PixelSize) -> PixelSize? { frame.size }

  func apply(_ drawn: PixelBox, to canvas: inout Canvas) throws(TransformError) {
    try frame.apply(drawn, to: &canvas)
  }
}
