import SegBasics
import SegImaging

/// AutoAugment, by Cubuk and others (2019): one of 25 pairs of operations, each with its chance and magnitude.
///
/// reference: augmentation 2.12. Draws as torchvision does: the pair, two numbers each operation's
/// chance is compared with (`u ≤ p`), two signs.
struct AutoAugment: Policy {
  static let specification = OperationSpecification(
    name: "autoaugment", summary: "one of 25 pairs of operations AutoAugment found on a data set",
    targets: [.image, .labelMap], mainParameter: "policy",
    parameters: [
      .init(
        "policy", Found.allCases.map(\.rawValue).joined(separator: "|"), standard: "imagenet",
        "the data set it was found on")
    ] + PolicyFilling.parameters,
    examples: ["autoaugment", "autoaugment=cifar10", "autoaugment=svhn:fill=128,filter=bilinear"])

  /// Where policies were found.
  enum Found: String, CaseIterable {
    case imagenet
    case cifar10
    case svhn

    var table: String {
      switch self {
      case .imagenet: AutoAugmentTables.imagenet
      case .cifar10: AutoAugmentTables.cifar10
      case .svhn: AutoAugmentTables.svhn
      }
    }
  }

  /// One operation of a pair.
  struct Entry {
    let operation: PolicyOperation
    let probability: Double
    let bin: Int?
  }

  /// The pairs.
  let pairs: [[Entry]]
  private let filling: PolicyFilling

  init(_ arguments: OperationArguments) throws(OperationError) {
    let found = try arguments.choice("policy", as: Found.self)
    filling = try PolicyFilling(arguments)
    pairs = found.table.split(separator: "\n").map { line in
      line.split(separator: "|").compactMap { text in
        let words = text.split(separator: " ")
        guard let operation = PolicyOperation(rawValue: String(words[0])),
          let probability = Double(words[1])
        else { return nil }
        return Entry(operation: operation, probability: probability, bin: Int(words[2]))
      }
    }
  }

  var operationNames: [String] { pairs.joined().compactMap(\.operation.name) }

  var mostOperations: Int { 2 }

  func choose(
    from random: inout RandomStream, size: PixelSize
  ) throws(TransformError) -> [PolicyChoice] {
    let pair = pairs[random.integer(in: 0...(pairs.count - 1))]
    let chances = pair.map { _ in random.uniform() }
    let signs = pair.map { _ in random.integer(in: 0...1) }
    var choices: [PolicyChoice] = []
    for (index, entry) in pair.enumerated() {
      var magnitude = 0.0
      if let bin = entry.bin {
        magnitude = entry.operation.magnitude(bin: bin, of: 10, space: .usual, size: size)
      }
      if entry.operation.isSigned, signs[index] == 0 { magnitude = -magnitude }
      choices += try entry.operation.choice(
        magnitude: magnitude, isApplied: chances[index] <= entry.probability, filling: filling)
    }
    return choices
  }
}
