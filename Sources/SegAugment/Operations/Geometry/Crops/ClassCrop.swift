import SegBasics
import SegImaging

/// Keeps a rectangle around a pixel of a class, so that rare classes are seen more often.
///
/// Draws a class, of those the sample has, with weight `1 / pixels`, or each of those named as likely;
/// then one of its pixels, which becomes the centre as far as the picture reaches. Where no class occurs
/// the place is drawn as by `random-crop`.
struct ClassCrop: Operation {
  static let specification = OperationSpecification(
    name: "class-crop", summary: "keeps a rectangle around a pixel of a rare or a given class",
    targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: CropFrame.parameters + [
      .init(
        "class", "rare, ID or ID/ID", standard: "rare",
        "rare draws a class with a weight inverse to its share of the sample")
    ] + OperationSpecification.Parameter.border,
    examples: ["class-crop=20x16", "class-crop=12:class=3/90"])

  private let frame: CropFrame
  /// The classes to draw from; nil for all, the rarer the likelier.
  private let classes: [Int]?

  init(_ arguments: OperationArguments) throws(OperationError) {
    frame = try CropFrame(arguments)
    classes = arguments.text("class") == "rare" ? nil : try arguments.classIndices("class")
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> PixelBox {
    let room = try frame.room(in: canvas.size)
    guard let labelMap = canvas.labelMapsAhead.first else { throw .noLabelMap }
    for index in classes ?? [] { try canvas.requireClass(index, in: labelMap) }
    let pixels = ClassPixels(of: labelMap)
    let index =
      if let classes {
        pixels.draw(oneOf: classes, from: &random)
      } else {
        pixels.drawRare(from: &random)
      }
    guard let index else {
      let top = Position.random.top(room.rows, from: &random)
      return frame.box(x: Position.random.left(room.columns, from: &random), y: top)
    }
    let pixel = pixels.drawPixel(of: index, from: &random)
    func start(_ place: Int, _ length: Int, _ room: Int) -> Int {
      min(max(place - length / 2, min(room, 0)), max(room, 0))
    }
    return frame.box(
      x: start(pixel.x, frame.size.width, room.columns),
      y: start(pixel.y, frame.size.height, room.rows))
  }

  func size(of size: PixelSize) -> PixelSize? { frame.size }

  func apply(_ drawn: PixelBox, to canvas: inout Canvas) throws(TransformError) {
    try frame.apply(drawn, to: &canvas)
  }
}
