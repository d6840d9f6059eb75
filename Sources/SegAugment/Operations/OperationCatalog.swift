import SegBasics

/// Every operation there is, every published policy, and every combinator.
public enum OperationCatalog {
  static let operations: [any Operation.Type] =
    geometricOperations + colorOperations + effectOperations + erasingOperations
    + mixingOperations + [Identity.self]

  private static let operationsByName = Dictionary(
    uniqueKeysWithValues: operations.map { ($0.specification.name, $0) })

  private static let policiesByName = Dictionary(
    uniqueKeysWithValues: policies.map { ($0.specification.name, $0) })

  /// What each operation is called and takes, sorted by name.
  public static let specifications: [OperationSpecification] =
    operations.map { $0.specification }.sorted { $0.name < $1.name }

  /// The operation of a name.
  static func operation(named name: some StringProtocol) -> (any Operation.Type)? {
    operationsByName[String(name)]
  }

  /// The policy of a name.
  static func policy(named name: some StringProtocol) -> (any Policy.Type)? {
    policiesByName[String(name)]
  }

  /// Whether a word of the command line is an operation, a policy or a combinator, however wrong its
  /// parameters may be.
  public static func isOperation(_ word: String) -> Bool {
    if let combinator = Combinator(rawValue: String(word.prefix { $0 != "(" })) {
      return word.dropFirst(combinator.rawValue.count).first == "("
    }
    let name = name(of: word)
    return operation(named: name) != nil || policy(named: name) != nil
  }

  /// The operation a word stands for, and the chance with which it is applied.
  ///
  /// - Throws: ``OperationError``.
  static func operation(
    written word: String
  ) throws(OperationError) -> (operation: any Operation, probability: Double) {
    let step = try Step(word)
    guard case .operation(let operation) = step.action else { throw unknown(word) }
    return (operation, step.probability)
  }

  /// Operations, policies and combinators of these names, or all for no names, by kind.
  ///
  /// - Throws: ``OperationError/unknownOperation(_:nearest:)``.
  public static func chapters(named names: [String]) throws(OperationError) -> [Chapter] {
    for name in names where specification(named: name) == nil { throw unknown(name) }
    if names.isEmpty { return chapters }
    return chapters.map { chapter in
      Chapter(
        title: chapter.title,
        specifications: chapter.specifications.filter { names.contains($0.name) })
    }.filter { !$0.specifications.isEmpty }
  }

  /// What an operation, a policy or a combinator is called and takes.
  static func specification(named name: some StringProtocol) -> OperationSpecification? {
    operation(named: name)?.specification ?? policy(named: name)?.specification
      ?? Combinator(rawValue: String(name))?.specification
  }

  /// The word up to its parameters.
  static func name(of word: some StringProtocol) -> String {
    String(word.prefix { $0 != "=" && $0 != ":" })
  }

  /// The error for a word that is no operation, with the nearest name that is one.
  static func unknown(_ word: String) -> OperationError {
    if Combinator(rawValue: word) != nil {
      return .syntax(
        word, position: word.count + 1,
        expected: "(…), in quotes, as in '\(Combinator.example(of: word))'")
    }
    // Children of combinators are parted by bars, not by commas.
    if let comma = word.firstIndex(of: ","), isOperation(String(word[..<comma])) {
      let position = word.distance(from: word.startIndex, to: comma) + 1
      return .syntax(word, position: position, expected: "| between operations")
    }
    return .unknownOperation(
      word, nearest: operation(elsewhere: name(of: word)) ?? nearest(to: word))
  }

  /// The nearest name to that of a word.
  static func nearest(to word: String) -> String? {
    let names =
      specifications.map(\.name) + policiesByName.keys.sorted()
      + Combinator.allCases.map(\.rawValue)
    return nearestName(to: String(name(of: word).prefix { $0 != "(" }), in: names)
  }
}
