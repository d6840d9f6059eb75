extension OperationCatalog {
  /// Write over parts of a picture.
  static let erasingOperations: [any Operation.Type] = []
}
