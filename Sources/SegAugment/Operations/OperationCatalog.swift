import SegBasics

/// Every operation there is.
public enum OperationCatalog {
  static let operations: [any Operation.Type] = [
    HorizontalFlip.self, Resize.self, ColorJitter.self,
  ]

  /// What each operation is called and takes, sorted by name.
  public static let specifications: [OperationSpecification] =
    operations.map { $0.specification }.sorted { $0.name < $1.name }

  /// The operation a word names, whatever its parameters are.
  static func operation(named name: some StringProtocol) -> (any Operation.Type)? {
    operations.first { $0.specification.name == name }
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
      guard let operation = operation(named: name) else {
        let nearest = nearestName(to: name, in: specifications.map(\.name))
        throw .unknownOperation(name, nearest: nearest)
      }
      found.append(operation.specification)
    }
    return found
  }
}
