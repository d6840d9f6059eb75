import FoundationEssentials

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
