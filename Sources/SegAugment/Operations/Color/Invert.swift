import SegBasics

/// `bound − v`, with a bound of 255 or 65535.
///
/// reference: augmentation 2.7. Any number of channels.
struct Invert: Operation {
  static let specification = OperationSpecification(
    name: "invert", summary: "makes a negative", targets: [.image], mainParameter: "p",
    examples: ["invert", "invert=0.5"])

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) {
    let bound = canvas.maximumValue
    canvas.mapColors { bound - $0 }
  }
}
