extension OperationCatalog {
  /// Published policies.
  static let policies: [any Policy.Type] = [
    AutoAugment.self, RandAugment.self, TrivialAugment.self,
  ]

  /// What each policy is called and takes.
  public static let policySpecifications: [OperationSpecification] =
    policies.map { $0.specification }

  /// What each combinator is called and takes.
  public static let combinatorSpecifications: [OperationSpecification] =
    Combinator.allCases.map(\.specification)
}
