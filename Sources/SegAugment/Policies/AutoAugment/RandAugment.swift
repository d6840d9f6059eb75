import SegBasics
import SegImaging

/// RandAugment, by Cubuk and others (2020): so many operations one after the other, all at one magnitude.
///
/// reference: augmentation 2.12. Draws for each the operation, then its sign (1 is negative) if it has
/// one, as torchvision does.
struct RandAugment: Policy {
  static let specification = OperationSpecification(
    name: "randaugment", summary: "n random operations of 14, all at magnitude m",
    targets: [.image, .labelMap],
    parameters: [
      .init("n", "COUNT", standard: "2", "how many operations; 1 to 100"),
      .init("m", "BIN", standard: "9", "the magnitude, 0 to bins - 1"),
      .init("bins", "COUNT", standard: "31", "how finely magnitudes are divided; 2 to 1000"),
    ] + PolicyFilling.parameters,
    examples: ["randaugment", "randaugment:n=3,m=15", "randaugment:n=1,m=4,bins=10,fill=mean"])

  private let count: Int
  private let bin: Int
  private let bins: Int
  private let filling: PolicyFilling

  init(_ arguments: OperationArguments) throws(OperationError) {
    count = try arguments.wholeNumber("n", in: 1...100)
    bins = try arguments.wholeNumber("bins", in: 2...1000)
    bin = try arguments.wholeNumber("m", in: 0...(bins - 1))
    filling = try PolicyFilling(arguments)
  }

  var operationNames: [String] { PolicyOperation.withoutInvert.compactMap(\.name) }

  var mostOperations: Int { count }

  func choose(
    from random: inout RandomStream, size: PixelSize
  ) throws(TransformError) -> [PolicyChoice] {
    let operations = PolicyOperation.withoutInvert
    var choices: [PolicyChoice] = []
    for _ in 0..<count {
      let operation = operations[random.integer(in: 0...(operations.count - 1))]
      var magnitude = operation.magnitude(bin: bin, of: bins, space: .usual, size: size)
      if operation.isSigned, random.integer(in: 0...1) == 1 { magnitude = -magnitude }
      choices += try operation.choice(magnitude: magnitude, isApplied: true, filling: filling)
    }
    return choices
  }
}
