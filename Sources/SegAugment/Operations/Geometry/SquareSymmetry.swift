import SegBasics
import SegImaging

/// One of the eight symmetries of the square, the dihedral group D4: four turns, each mirrored or not.
struct SquareSymmetry: Operation {
  static let specification = OperationSpecification(
    name: "d4", summary: "one of the eight turns and mirrorings", targets: [.image, .labelMap],
    mainParameter: "p", examples: ["d4"])

  struct Drawn: Codable {
    /// As Exif numbers orientations; 1 leaves the sample as it is.
    var orientation: Int
  }

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(orientation: random.integer(in: 1...8))
  }

  func size(of size: PixelSize) -> PixelSize? { size == size.transposed ? size : nil }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard (1...8).contains(drawn.orientation) else {
      throw .badDraw("orientation \(drawn.orientation) is not of 1...8")
    }
    canvas.turn(drawn.orientation)
  }
}
