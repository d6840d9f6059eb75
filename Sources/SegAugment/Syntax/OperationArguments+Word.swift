extension OperationArguments {
  /// Parameters that are not written as a word.
  ///
  /// - Throws: ``OperationError/badValue(_:parameter:operation:expected:)`` for a value that could not
  ///   be, ``OperationError/unknownParameter(_:operation:nearest:)``.
  init(
    _ values: [(name: String, value: String)], specification: OperationSpecification
  ) throws(OperationError) {
    try self.init(specification.name, specification: specification)
    for (name, value) in values {
      guard !value.contains(where: { ",|()".contains($0) || $0.isNewline }) else {
        throw refuse(value, name, "a value without , | ( )")
      }
      try add("\(name)=\(value)")
    }
  }

  /// The parameters as one word writes them, in the order of the specification; what has its standard
  /// value is left out.
  var word: String {
    let given = specification.allParameters.compactMap { parameter in
      values[parameter.name].flatMap { value in
        value == parameter.standard ? nil : (name: parameter.name, value: value)
      }
    }
    return specification.name + text(of: given)
  }

  /// As ``word``, of a combinator: what stands after the bracket.
  var suffix: String { String(word.dropFirst(specification.name.count)) }

  private func text(of given: [(name: String, value: String)]) -> String {
    var given = given
    var text = ""
    if let main = given.firstIndex(where: { $0.name == specification.mainParameter }),
      !given[main].value.contains(":")
    {
      text = "=\(given.remove(at: main).value)"
    }
    guard !given.isEmpty else { return text }
    return text + ":" + given.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  }

  /// Every parameter that has a value, given or standard, in the order of the specification.
  var resolved: [(name: String, value: String)] {
    specification.allParameters.compactMap { parameter in
      text(parameter.name).map { (parameter.name, $0) }
    }
  }
}
