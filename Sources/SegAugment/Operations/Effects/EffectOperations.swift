extension OperationCatalog {
  /// Change a picture as lenses, sensors, codecs and weather do.
  static let effectOperations: [any Operation.Type] = []
}
