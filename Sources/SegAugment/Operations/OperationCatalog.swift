import SegBasics

/// Every operation there is.
public enum OperationCatalog {
  static let operations: [any Operation.Type] =
    geometricOperations + samplingOperations + colorOperations + effectOperations
    + erasingOperations + mixingOperations

  /// What each operation is called and takes, sorted by name.
  public static let specifications: [OperationSpecification] =
    operations.map { $0.specification }.sorted { $0.name < $1.name }

  /// The operation a word names, whatever its parameters are.
  static func operation(named name: some StringProtocol) -> (any Operation.Type)? {
    operations.first { $0.specification.name == name }
  }

  /// The operation a word stands for, and the chance with which it is applied.
  ///
  /// - Throws: ``OperationError``.
  static func operation(
    written word: String
  ) throws(OperationError) -> (operation: any Operation, probability: Double) {
    guard let type = operation(named: name(of: word)) else {
      throw unknown(word)
    }
    let arguments = try OperationArguments(word, specification: type.specification)
    return (try type.init(arguments), try arguments.probability())
  }

  /// The operations of these names, or all for no names.
  ///
  /// - Throws: ``OperationError/unknownOperation(_:nearest:)``.
  public static func specifications(
    named names: [String]
  ) throws(OperationError) -> [OperationSpecification] {
    if names.isEmpty { return specifications }
    var found: [OperationSpecification] = []
    for name in names {
      guard let operation = operation(named: name) else { throw unknown(name) }
      found.append(operation.specification)
    }
    return found
  }

  /// The word up to its parameters.
  static func name(of word: String) -> Substring { word.prefix { $0 != "=" && $0 != ":" } }

  /// The error for a word that is no operation, with the nearest name that is one.
  static func unknown(_ word: String) -> OperationError {
    let nearest = nearestName(to: String(name(of: word)), in: specifications.map(\.name))
    return .unknownOperation(word, nearest: nearest)
  }
}
