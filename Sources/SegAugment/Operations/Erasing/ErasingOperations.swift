extension OperationCatalog {
  /// Write over parts of a picture.
  static let erasingOperations: [any Operation.Type] = [
    Cutout.self, RandomErasing.self, CoarseDropout.self, GridDropout.self,
  ]
}
