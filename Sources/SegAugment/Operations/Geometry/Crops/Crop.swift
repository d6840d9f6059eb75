import SegBasics
import SegImaging

/// Keeps a rectangle of a size, in the middle or elsewhere.
///
/// reference: augmentation 2.3. Smaller pictures are padded first. Draws top, then left, for
/// `at=random` alone.
struct Crop: Operation {
  static let specification = OperationSpecification(
    name: "crop", summary: "keeps a rectangle", targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: [
      .init(
        "at", Position.syntax, standard: "center", "where; random is drawn for every sample")
    ] + CropFrame.parameters + OperationSpecification.Parameter.border,
    examples: ["crop=20x16", "crop=40x40:at=random,border=reflect", "crop=12:at=bottom-right"])

  private let frame: CropFrame
  private let position: Position

  init(_ arguments: OperationArguments) throws(OperationError) {
    frame = try CropFrame(arguments)
    position = try arguments.choice("at", as: Position.self)
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> PixelBox {
    let room = try frame.room(in: canvas.size)
    let top = position.top(room.rows, from: &random)
    return frame.box(x: position.left(room.columns, from: &random), y: top)
  }

  func size(of size: PixelSize) -> PixelSize? { frame.size }

  func apply(_ drawn: PixelBox, to canvas: inout Canvas) throws(TransformError) {
    try frame.apply(drawn, to: &canvas)
  }
}
