import SegBasics
import SegImaging

/// Keeps the rectangle that is named, the same of every sample; what of it is beyond is filled.
struct CropBox: Operation {
  static let specification = OperationSpecification(
    name: "crop-box", summary: "keeps one and the same rectangle", targets: [.image, .labelMap],
    mainParameter: "box",
    parameters: [
      .init(
        "box", "X/Y/WIDTH/HEIGHT", standard: nil,
        "the first column and row, from 0, and the size"),
      CropFrame.padParameter,
    ] + OperationSpecification.Parameter.border,
    examples: ["crop-box=4/3/20/16"])

  private let box: PixelBox
  /// What stands beyond the picture; nil where the rectangle must lie inside.
  private let border: Border?

  init(_ arguments: OperationArguments) throws(OperationError) {
    let text = try arguments.requiredText("box")
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard numbers.count == 4, numbers.allSatisfy((0...65535).contains), numbers[2] > 0,
      numbers[3] > 0
    else { throw arguments.refuse(text, "box", "X/Y/WIDTH/HEIGHT, each of 0 to 65535 pixels") }
    border = try CropFrame.border(arguments)
    box = PixelBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func size(of size: PixelSize) -> PixelSize? { box.size }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) throws(TransformError) {
    guard let border else { return try canvas.crop(to: box) }
    try canvas.frame(box, border: border)
  }
}
