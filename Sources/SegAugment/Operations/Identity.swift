import SegBasics

/// Leaves the sample as it is: inside `oneof`, the share that is not changed.
struct Identity: Operation {
  static let specification = OperationSpecification(
    name: "identity", summary: "leaves the sample as it is; inside oneof, p is its share",
    targets: [.image], mainParameter: "p", examples: ["identity", "identity=0.5"])

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) {}
}
