import SegBasics

/// What can be wrong with JSON text.
public enum JSONError: SegError {
  /// The text is no JSON, or a value has the wrong kind; the decoder's own words.
  case malformed(String)
  /// A field has a value it must not have.
  case badField(String, String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .malformed(let what): "JSON: \(what)"
    case .badField(let field, let what): "JSON: field \"\(field)\": \(what)"
    }
  }
}
