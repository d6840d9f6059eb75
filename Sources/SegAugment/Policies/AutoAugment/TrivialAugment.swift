import SegBasics
import SegImaging

/// TrivialAugment (Müller, Hutter 2021), with the wide ranges: one operation at a random magnitude.
///
/// reference: augmentation 2.12. Draws the operation, the bin if it has magnitudes, the sign (1 is
/// negative) if it has one, as torchvision does.
struct TrivialAugment: Policy {
  static let specification = OperationSpecification(
    name: "trivialaugment", summary: "one random operation of 14 at a random magnitude",
    targets: [.image, .labelMap],
    parameters: [
      .init("bins", "COUNT", standard: "31", "how finely magnitudes are divided; 2 to 1000")
    ] + PolicyFilling.parameters,
    examples: ["trivialaugment", "trivialaugment:bins=10,fill=128/128/128,mask-fill=0"])

  private let bins: Int
  private let filling: PolicyFilling

  init(_ arguments: OperationArguments) throws(OperationError) {
    bins = try arguments.wholeNumber("bins", in: 2...1000)
    filling = try PolicyFilling(arguments)
  }

  var operationNames: [String] { PolicyOperation.withoutInvert.compactMap(\.name) }

  var mostOperations: Int { 1 }

  func choose(
    from random: inout RandomStream, size: PixelSize
  ) throws(TransformError) -> [PolicyChoice] {
    let operations = PolicyOperation.withoutInvert
    let operation = operations[random.integer(in: 0...(operations.count - 1))]
    let bin = operation.hasMagnitude ? random.integer(in: 0...(bins - 1)) : 0
    var magnitude = operation.magnitude(bin: bin, of: bins, space: .wide, size: size)
    if operation.isSigned, random.integer(in: 0...1) == 1 { magnitude = -magnitude }
    return try operation.choice(magnitude: magnitude, isApplied: true, filling: filling)
  }
}
