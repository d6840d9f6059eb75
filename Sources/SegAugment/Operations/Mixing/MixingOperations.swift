extension OperationCatalog {
  /// Mix several samples.
  static let mixingOperations: [any Operation.Type] = [
    RICAP.self, Mixup.self, CutMix.self, Mosaic.self, CopyPaste.self,
  ]
}
