import SegBasics
import SegImaging

/// The parameters of one operation as they are written: `name`, `name=value`, `name:key=value,…`, or
/// `name=value:key=value,…`.
public struct OperationArguments: Sendable {
  /// What can be given.
  let specification: OperationSpecification
  /// What is given.
  private(set) var values: [String: String] = [:]

  /// Splits a word whose name is known already.
  ///
  /// - Throws: ``OperationError``.
  init(_ word: String, specification: OperationSpecification) throws(OperationError) {
    self.specification = specification
    var rest = word.dropFirst(specification.name.count)
    if rest.first == "=" {
      let value = rest.dropFirst().prefix { $0 != ":" }
      guard let main = specification.mainParameter else {
        throw .noMainParameter(operation: specification.name)
      }
      values[main] = String(value)
      rest = rest.dropFirst(value.count + 1)
    }
    guard rest.first == ":" else { return }
    for piece in rest.dropFirst().split(separator: ",", omittingEmptySubsequences: false) {
      try add(piece)
    }
  }

  mutating func add(_ piece: some StringProtocol) throws(OperationError) {
    let operation = specification.name
    guard let equals = piece.firstIndex(of: "="), equals > piece.startIndex else {
      throw .notAnAssignment(String(piece), operation: operation)
    }
    let key = String(piece[..<equals])
    let known = specification.allParameters.map(\.name)
    guard known.contains(key) else {
      throw .unknownParameter(key, operation: operation, nearest: nearestName(to: key, in: known))
    }
    guard values[key] == nil else { throw .repeatedParameter(key, operation: operation) }
    values[key] = String(piece[piece.index(after: equals)...])
  }

  /// Whether a parameter is written, and not as its standard value, which says nothing.
  func isChanged(_ name: String) -> Bool {
    guard let value = values[name] else { return false }
    return value != specification.allParameters.first { $0.name == name }?.standard
  }

  /// The text of a parameter, or its standard value; nil when there is neither.
  public func text(_ name: String) -> String? {
    values[name] ?? specification.allParameters.first { $0.name == name }?.standard
  }

  /// The text of a parameter that must be given.
  ///
  /// - Throws: ``OperationError/missingParameter(_:operation:syntax:)``.
  public func requiredText(_ name: String) throws(OperationError) -> String {
    if let text = text(name) { return text }
    let syntax = specification.parameters.first { $0.name == name }?.syntax ?? ""
    throw .missingParameter(name, operation: specification.name, syntax: syntax)
  }

  /// A number in `range`.
  ///
  /// - Throws: ``OperationError``.
  public func number(_ name: String, in range: ClosedRange<Double>) throws(OperationError) -> Double
  {
    let text = try requiredText(name)
    guard let number = Double(text), range.contains(number) else {
      throw refuse(
        text, name,
        "a number of \(String(shortest: range.lowerBound))..\(String(shortest: range.upperBound))")
    }
    return number
  }

  /// The chance with which the operation is applied.
  ///
  /// - Throws: ``OperationError``.
  public func probability() throws(OperationError) -> Double { try number("p", in: 0...1) }

  /// A range `low..high`, or `spread(value)` of a single number.
  ///
  /// - Parameters:
  ///   - name: The parameter; nil is returned when it has no value.
  ///   - allowed: Where both ends must lie.
  ///   - spread: What a single number stands for; nil for one it must not be.
  /// - Throws: ``OperationError``.
  public func range(
    _ name: String, in allowed: ClosedRange<Double>, spread: (Double) -> ClosedRange<Double>?
  ) throws(OperationError) -> ClosedRange<Double>? {
    guard let text = text(name) else { return nil }
    return try range(text, of: name, in: allowed, spread: spread)
  }

  /// A range that must have a value: `low..high`, or a single number, which stands for itself.
  ///
  /// - Throws: ``OperationError``.
  func requiredRange(
    _ name: String, in allowed: ClosedRange<Double>
  ) throws(OperationError) -> ClosedRange<Double> {
    try range(try requiredText(name), of: name, in: allowed) { $0...$0 }
  }

  private func range(
    _ text: String, of name: String, in allowed: ClosedRange<Double>,
    spread: (Double) -> ClosedRange<Double>?
  ) throws(OperationError) -> ClosedRange<Double> {
    let expected =
      "a number, or a range low..high within "
      + "\(String(shortest: allowed.lowerBound))..\(String(shortest: allowed.upperBound))"
    guard let dots = text.firstRange(of: "..") else {
      // What is no number makes no range.
      guard let number = Double(text), number.isFinite, let range = spread(number),
        allowed.contains(range)
      else { throw refuse(text, name, expected) }
      return range
    }
    // Of three dots the last would be a decimal point.
    guard text[dots.upperBound...].first != ".",
      let low = Double(text[..<dots.lowerBound]), let high = Double(text[dots.upperBound...]),
      low <= high, allowed.contains(low), allowed.contains(high)
    else { throw refuse(text, name, expected) }
    return low...high
  }

  /// One of a list of words.
  ///
  /// - Throws: ``OperationError``.
  public func choice<Choice>(_ name: String, as type: Choice.Type) throws(OperationError) -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    let text = try requiredText(name)
    guard let choice = Choice(rawValue: text) else {
      throw refuse(text, name, Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  /// True or false.
  ///
  /// - Throws: ``OperationError``.
  public func flag(_ name: String) throws(OperationError) -> Bool {
    switch try requiredText(name) {
    case "true": true
    case "false": false
    case let text: throw refuse(text, name, "true or false")
    }
  }

  /// The error for a value that is not taken.
  func refuse(_ value: String, _ parameter: String, _ expected: String) -> OperationError {
    .badValue(value, parameter: parameter, operation: specification.name, expected: expected)
  }
}

extension ClosedRange<Double> {
  /// Whether both ends of another range lie within.
  fileprivate func contains(_ other: ClosedRange<Double>) -> Bool {
    contains(other.lowerBound) && contains(other.upperBound)
  }
}
