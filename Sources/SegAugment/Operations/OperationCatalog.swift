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
}
