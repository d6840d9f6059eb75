import SegBasics

/// What can be wrong with saved parameters.
public enum CheckpointError: SegError {
  /// The bytes are no safetensors file, or a damaged one.
  case malformed(String)
  /// A tensor's entry is wrong.
  case badTensor(String, String)
  /// The tensor's numbers are of a type that is not read.
  case unsupportedType(String, String)
  /// Two tensors have one name.
  case repeatedName(String)
  /// A tensor has another shape than the model.
  case shapeMismatch(String, expected: [Int], found: [Int])
  /// A tensor has a NaN or an infinity in it.
  case notFinite(String)
  /// A running variance is less than 0.
  case negativeVariance(String)
  /// Tensors are missing, or belong to another model.
  case namesDiffer(missing: [String], unexpected: [String])

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .malformed(let what): "safetensors: \(what)"
    case .badTensor(let name, let what): "safetensors: tensor \"\(name)\": \(what)"
    case .unsupportedType(let name, let type): "tensor \"\(name)\": type \(type) is not read"
    case .repeatedName(let name): "tensor \"\(name)\" appears twice"
    case .shapeMismatch(let name, let expected, let found):
      "tensor \"\(name)\" has shape \(found), the model wants \(expected)"
    case .notFinite(let name):
      "tensor \"\(name)\" has a NaN or an infinity in it: the training it comes from went wrong"
    case .negativeVariance(let name): "tensor \"\(name)\" has a variance below 0"
    case .namesDiffer(let missing, let unexpected):
      "the parameters are not this model's: "
        + [
          missing.isEmpty ? nil : "missing \(Self.list(missing))",
          unexpected.isEmpty ? nil : "unexpected \(Self.list(unexpected))",
        ].compactMap(\.self).joined(separator: "; ")
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ")
      + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }
}
