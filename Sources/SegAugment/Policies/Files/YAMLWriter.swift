extension YAMLNode {
  /// A scalar in quotes only where it would be read as something else without.
  static func scalar(_ text: String) -> YAMLNode {
    YAMLNode(isPlain(text) ? .plain(text) : .quoted(text))
  }

  /// Whether YAML of any version reads a text without quotes as we do.
  private static func isPlain(_ text: String) -> Bool {
    if isNumber(text) || text == "true" || text == "false" { return true }
    guard let first = text.utf8.first, isLetter(first) || isDigit(first) else { return false }
    // Words that YAML 1.1 takes for booleans or nothing, and what it takes for times or numbers.
    let taken = ["y", "n", "yes", "no", "on", "off", "null", "true", "false"]
    guard !taken.contains(text.lowercased()) else { return false }
    guard text.utf8.allSatisfy({ isLetter($0) || isDigit($0) || "._-/=".utf8.contains($0) }) else {
      return false
    }
    let isAllDigits = text.utf8.allSatisfy { isDigit($0) || "._-+eExo".utf8.contains($0) }
    return !isAllDigits || text.contains("..") || text.contains("x") && !text.hasPrefix("0x")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether a text is a number of JSON.
  private static func isNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
  }

  /// YAML in block style, with a line break at its end.
  var yaml: String {
    var lines: [String] = []
    append(to: &lines, prefix: "", indent: 0)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Appends lines; the first begins with `prefix`, the others with `indent` spaces.
  private func append(to lines: inout [String], prefix: String, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    switch content {
    case .list(let values) where !values.isEmpty:
      if !prefix.isEmpty, !prefix.hasSuffix("- ") { lines.append(prefix) }
      for value in values { value.append(to: &lines, prefix: margin + "- ", indent: indent + 2) }
    case .fields(let fields) where !fields.isEmpty:
      var start = prefix.hasSuffix("- ") ? prefix : margin
      if !prefix.isEmpty, !prefix.hasSuffix("- ") { lines.append(prefix) }
      for field in fields {
        let key = start + Self.scalar(field.name).json(quotesNames: false) + ":"
        switch field.value.content {
        case .fields(let inner) where !inner.isEmpty:
          field.value.append(to: &lines, prefix: key, indent: indent + 2)
        case .list(let inner) where !inner.isEmpty:
          field.value.append(to: &lines, prefix: key, indent: indent)
        default: lines.append(key + " " + field.value.json(quotesNames: false))
        }
        start = margin
      }
    default: lines.append(prefix + json(quotesNames: false))
    }
  }

  /// JSON, indented, with a line break at its end.
  var json: String { json(quotesNames: true) + "\n" }

  /// - Parameter quotesNames: Whether plain text that is no number stands in quotes, as JSON wants it.
  private func json(quotesNames: Bool, indent: String = "") -> String {
    switch content {
    case .plain(let text):
      let isBare = !quotesNames || Self.isNumber(text) || text == "true" || text == "false"
      return isBare ? text : Self.quoted(text)
    case .quoted(let text): return Self.quoted(text)
    case .list(let values):
      if values.isEmpty { return "[]" }
      let inner = indent + "  "
      let items = values.map { inner + $0.json(quotesNames: quotesNames, indent: inner) }
      return "[\n" + items.joined(separator: ",\n") + "\n\(indent)]"
    case .fields(let fields):
      if fields.isEmpty { return "{}" }
      let inner = indent + "  "
      let items = fields.map { field in
        inner + Self.quoted(field.name) + ": "
          + field.value.json(quotesNames: quotesNames, indent: inner)
      }
      return "{\n" + items.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case let scalar where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
