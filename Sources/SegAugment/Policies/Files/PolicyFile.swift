import SegBasics

/// Policies as files: YAML or JSON, our own, or saved by `albumentations.save`.
///
///     version: 1
///     operations:
///     - hflip
///     - resize: 128x128
///     - jitter: {brightness: 0.3, contrast: [0.8, 1.2], p: 0.5}
///     - oneof:
///         p: 0.4
///         children:
///         - "blur:p=0.2"
///         - noise
///
/// An operation is a word as on the command line, its name with its main parameter, or its name with
/// its parameters. A combinator has `children`, with `count` where it takes one; it may be given the
/// list of its children alone. What is read are words, so that a file does nothing a line could not.
public enum PolicyFile {
  /// The version of the format.
  static let version = "1"
  /// The most bytes that are read.
  public static let largest = 4 << 20

  /// The operations of a policy file, as they are written on a command line.
  ///
  /// - Throws: `Located` ``PolicyError``; `SystemError`, `Located` `FileTooLarge`.
  public static func words(at path: String) throws -> [String] {
    let bytes = try readFile(path, limit: largest)
    return try locating(path: path) { try words(in: bytes) }
  }

  /// The operations of a policy file, as they are written on a command line.
  ///
  /// - Parameter bytes: YAML or JSON.
  /// - Throws: ``PolicyError``.
  public static func words(in bytes: [UInt8]) throws(PolicyError) -> [String] {
    guard bytes.count <= largest else { throw .tooLarge(limit: largest) }
    let node = try YAMLReader.read(bytes)
    if AlbumentationsFile.isOne(node) { return try AlbumentationsFile.words(in: node) }
    let known = ["version", "operations"]
    guard let fields = node.fields else {
      throw .unexpected(line: node.line, node.kind, expected: "version: and operations:")
    }
    for field in fields where !known.contains(field.name) {
      throw .unexpected(
        line: field.value.line, "\(field.name):", expected: known.joined(separator: ": or ") + ":")
    }
    guard let version = node["version"], version.text == Self.version else {
      throw .unexpected(
        line: node["version"]?.line ?? node.line, node["version"]?.kind ?? "no version",
        expected: "version: \(Self.version)")
    }
    guard let operations = node["operations"], let list = operations.list else {
      throw .unexpected(
        line: node["operations"]?.line ?? node.line, node["operations"]?.kind ?? "no operations",
        expected: "operations: with a list")
    }
    var words: [String] = []
    for operation in list { words.append(try word(of: operation)) }
    return words
  }

  /// One entry of a list as a word that can be read.
  private static func word(of node: YAMLNode) throws(PolicyError) -> String {
    if let text = node.text { return try checked(text, line: node.line) }
    guard let fields = node.fields, fields.count == 1, let field = fields.first else {
      throw .unexpected(
        line: node.line, node.kind, expected: "a word, or one operation with its parameters")
    }
    guard let specification = OperationCatalog.specification(named: field.name) else {
      throw .operation(
        line: node.line,
        .noOperation(field.name, nearest: OperationCatalog.nearest(to: field.name)))
    }
    if let combinator = Combinator(rawValue: field.name) {
      return try word(of: combinator, field.value)
    }
    var values: [(name: String, value: String)] = []
    if let text = field.value.text {
      guard let main = specification.mainParameter else {
        throw .operation(line: node.line, .noMainParameter(operation: field.name))
      }
      values = [(main, text)]
    } else if let fields = field.value.fields {
      for field in fields { values.append((field.name, try value(field))) }
    } else if !field.value.isNull {
      throw .unexpected(line: field.value.line, field.value.kind, expected: "its parameters")
    }
    let written = try arguments(values, specification, line: node.line)
    return try checked(written.word, line: node.line)
  }

  private static func word(
    of combinator: Combinator, _ node: YAMLNode
  ) throws(PolicyError) -> String {
    guard let children = node.list ?? node["children"]?.list else {
      throw .unexpected(
        line: node.line, node.kind, expected: "children: with a list, of \(combinator.rawValue)")
    }
    var words: [String] = []
    for child in children { words.append(try word(of: child)) }
    var count = ""
    if combinator.takesCount {
      guard let field = node.fields?.first(where: { $0.name == "count" }) else {
        throw .unexpected(line: node.line, "none", expected: "count: for \(combinator.rawValue)")
      }
      count = try value(field) + ","
    }
    var values: [(name: String, value: String)] = []
    let others = ["children"] + (combinator.takesCount ? ["count"] : [])
    for field in node.fields ?? [] where !others.contains(field.name) {
      values.append((field.name, try value(field)))
    }
    let written = try arguments(values, combinator.specification, line: node.line)
    let inner = count + words.joined(separator: "|")
    return try checked("\(combinator.rawValue)(\(inner))\(written.suffix)", line: node.line)
  }

  private static func arguments(
    _ values: [(name: String, value: String)], _ specification: OperationSpecification, line: Int
  ) throws(PolicyError) -> OperationArguments {
    do throws(OperationError) {
      return try OperationArguments(values, specification: specification)
    } catch {
      throw .operation(line: line, error)
    }
  }

  /// A parameter's value as a word writes it; a list of two is a range.
  private static func value(_ field: YAMLNode.Field) throws(PolicyError) -> String {
    if let bool = field.value.bool { return bool ? "true" : "false" }
    if let text = field.value.text { return text }
    if let ends = field.value.list?.compactMap(\.text), ends.count == 2 {
      return ends.joined(separator: "..")
    }
    throw .unexpected(
      line: field.value.line, field.value.kind,
      expected: "a value for \(field.name), or a list of the two ends of a range")
  }

  /// The word, once it has been read; its parts have been before it.
  private static func checked(_ word: String, line: Int) throws(PolicyError) -> String {
    do throws(OperationError) {
      _ = try Step(word)
      return word
    } catch {
      if case .inside(_, position: 1, let inner) = error { throw .operation(line: line, inner) }
      if case .unknownOperation(let name, let nearest) = error {
        throw .operation(line: line, .noOperation(name, nearest: nearest))
      }
      throw .operation(line: line, error)
    }
  }
}
