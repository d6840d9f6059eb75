extension OperationCatalog {
  /// Change colours, sample by sample or pixel by pixel.
  static let colorOperations: [any Operation.Type] = [ColorJitter.self]
}
