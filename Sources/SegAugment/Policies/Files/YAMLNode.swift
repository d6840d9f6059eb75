/// A value of a YAML or JSON text, with the line it begins on.
///
/// Scalars stay as they are written: `0.10` is not a number that could come back as `0.1`.
struct YAMLNode: Sendable, Equatable {
  /// One name with its value.
  struct Field: Sendable, Equatable {
    var name: String
    var value: YAMLNode
  }

  /// What stands there.
  indirect enum Content: Sendable, Equatable {
    /// Text without quotes: also numbers, `true`, `false` and `null`.
    case plain(String)
    /// Text in quotes.
    case quoted(String)
    /// Values in order.
    case list([YAMLNode])
    /// Names and values in order; no name stands twice.
    case fields([Field])
  }

  var content: Content
  /// Counted from 1; 0 for a value that was not read.
  var line = 0

  /// A value that was not read from a text.
  init(_ content: Content, line: Int = 0) {
    self.content = content
    self.line = line
  }

  /// The text of a scalar; nil for others, and for null.
  var text: String? {
    switch content {
    case .plain(let text): isNull ? nil : text
    case .quoted(let text): text
    default: nil
    }
  }

  /// Whether it is null: `null`, `~`, or nothing.
  var isNull: Bool {
    if case .plain(let text) = content {
      ["", "~", "null", "Null", "NULL"].contains(text)
    } else {
      false
    }
  }

  /// The value of a number.
  var number: Double? {
    guard case .plain(let text) = content, let number = Double(text), number.isFinite else {
      return nil
    }
    return number
  }

  /// The value of `true` or `false`.
  var bool: Bool? {
    guard case .plain(let text) = content else { return nil }
    return switch text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  /// The values of a list.
  var list: [YAMLNode]? {
    if case .list(let values) = content { values } else { nil }
  }

  /// The fields of a mapping.
  var fields: [Field]? {
    if case .fields(let fields) = content { fields } else { nil }
  }

  /// The value of a field.
  subscript(name: String) -> YAMLNode? {
    fields?.first { $0.name == name }?.value
  }

  /// What kind of value it is, for messages.
  var kind: String {
    switch content {
    case .plain(let text): isNull ? "nothing" : text
    case .quoted(let text): "\"\(text)\""
    case .list: "a list"
    case .fields: "a mapping"
    }
  }
}
