extension OperationCatalog {
  /// Move pixels, of picture and label map alike.
  static let geometricOperations: [any Operation.Type] =
    [HorizontalFlip.self, Resize.self]
    + samplingOperations
}
