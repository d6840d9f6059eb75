import FoundationEssentials
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

/// Decodes JSON.
///
/// - Throws: ``JSONError`` with the path of the field.
public func decodeJSON<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
  do {
    return try JSONDecoder().decode(type, from: Data(bytes))
  } catch let error as DecodingError {
    throw JSONError(error)
  }
}

extension JSONError {
  /// Says what a decoder complains of in one line.
  fileprivate init(_ error: DecodingError) {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        .joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      let place = context.codingPath.isEmpty ? "" : " in \"\(path(context))\""
      self = .malformed("field \"\(key.stringValue)\" is missing\(place)")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      self = .badField(path(context), context.debugDescription)
    case .dataCorrupted(let context):
      self =
        context.codingPath.isEmpty
        ? .malformed(context.debugDescription)
        : .badField(path(context), context.debugDescription)
    @unknown default: self = .malformed("\(error)")
    }
  }
}

/// Writes a JSON object on one line, its fields in the order they are added.
///
/// What is inside a field has its names sorted, so that the same value always gives the same bytes.
public struct OrderedJSON {
  private let encoder = JSONEncoder()
  private var fields: [String] = []

  /// An empty object.
  public init() { encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes] }

  /// Adds a field; nil adds nothing.
  public mutating func add(_ name: String, _ value: (some Encodable)?) throws {
    guard let value else { return }
    fields.append("\"\(name)\":" + String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// The object, without a line break.
  public var text: String { "{" + fields.joined(separator: ",") + "}" }

  /// The object with each field on a line of its own, and a line break at its end.
  public var lines: String { "{" + fields.joined(separator: ",\n") + "}\n" }
}
