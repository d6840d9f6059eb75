import SegBasics

/// Inverts the samples that reach a threshold: `v ≥ t → bound − v`.
///
/// reference: augmentation 2.7. Any number of channels; 16-bit pictures take 257 times the threshold.
struct Solarize: Operation {
  static let specification = OperationSpecification(
    name: "solarize", summary: "inverts the samples that reach a threshold", targets: [.image],
    mainParameter: "threshold",
    parameters: [
      .init(
        "threshold", "NUMBER or a..b", standard: "128",
        "0..256, for 8 bits; 0 inverts all, 256 nothing")
    ],
    examples: ["solarize", "solarize=64..192"])

  struct Drawn: Codable {
    var threshold: Double
  }

  private static let allowed = 0.0...256
  private let range: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    range = try arguments.range("threshold", in: Self.allowed) { $0...$0 } ?? 128...128
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(threshold: random.uniform(range.lowerBound, range.upperBound))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let bound = canvas.maximumValue
    let threshold = try drawn.threshold.drawn(within: Self.allowed) * Double(bound) / 255
    canvas.mapColors { Double($0) >= threshold ? bound - $0 : $0 }
  }
}
