import SegBasics

/// Keeps the highest bits of every sample: `v & ~(2^{8−b} − 1)`.
///
/// reference: augmentation 2.7. Any number of channels; of 16-bit samples the highest of 16.
struct Posterize: Operation {
  static let specification = OperationSpecification(
    name: "posterize", summary: "keeps the highest bits of every sample", targets: [.image],
    mainParameter: "bits",
    parameters: [
      .init("bits", "COUNT or a..b", standard: "4", "how many are kept, 1..8")
    ],
    examples: ["posterize", "posterize=2..6"])

  struct Drawn: Codable {
    var bits: Int
  }

  private let range: ClosedRange<Int>

  init(_ arguments: OperationArguments) throws(OperationError) {
    range = try arguments.wholeNumbers("bits", in: 1...8)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(bits: random.integer(in: range))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard (1...8).contains(drawn.bits) else { throw .badDraw("\(drawn.bits) bits are not 1..8") }
    let lost = (canvas.maximumValue + 1) >> drawn.bits
    canvas.mapColors { $0 & ~(lost - 1) }
  }
}
