import SegImaging

/// What every crop to a size takes: the size, and what is done with smaller pictures.
struct CropFrame {
  let size: PixelSize
  /// What stands around a smaller picture; nil where such are refused.
  let border: Border?

  /// The parameters, for a specification.
  static let parameters: [OperationSpecification.Parameter] = [
    .init(
      "size", "WIDTHxHEIGHT or EDGE", standard: nil, "the size of the result; 1 to 65535 pixels"),
    padParameter,
  ]

  /// Whether smaller pictures are padded.
  static let padParameter = OperationSpecification.Parameter(
    "pad-if-needed", "true|false", standard: "true",
    "whether smaller pictures are padded, or refused")

  init(_ arguments: OperationArguments) throws(OperationError) {
    size = try arguments.size("size")
    border = try Self.border(arguments)
  }

  /// What stands beyond; nil for pictures that are not to be padded.
  static func border(_ arguments: OperationArguments) throws(OperationError) -> Border? {
    let border = try arguments.border()
    return try arguments.flag("pad-if-needed") ? border : nil
  }

  /// Rows and columns a picture has more than the crop; negative where it has less.
  ///
  /// - Throws: ``TransformError/outside(_:size:)`` for a smaller picture that is not to be padded.
  func room(in size: PixelSize) throws(TransformError) -> (rows: Int, columns: Int) {
    let room = (rows: size.height - self.size.height, columns: size.width - self.size.width)
    if border == nil, room.rows < 0 || room.columns < 0 {
      throw .outside(PixelBox(self.size), size: size)
    }
    return room
  }

  /// A rectangle of the size.
  func box(x: Int, y: Int) -> PixelBox {
    PixelBox(x: x, y: y, width: size.width, height: size.height)
  }

  /// Keeps a rectangle that was drawn.
  ///
  /// - Throws: ``TransformError``, also for one that cannot have been drawn.
  func apply(_ box: PixelBox, to canvas: inout Canvas) throws(TransformError) {
    let room = try room(in: canvas.size)
    guard box.size == size, (min(room.columns, 0)...max(room.columns, 0)).contains(box.x),
      (min(room.rows, 0)...max(room.rows, 0)).contains(box.y)
    else { throw .badDraw("a crop of \(box.size) at \(box.x), \(box.y)") }
    try canvas.frame(box, border: border ?? .outside)
  }
}
