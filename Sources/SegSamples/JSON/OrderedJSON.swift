import FoundationEssentials

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

  /// Adds a field whose name may hold any text; two names of other bytes are two fields.
  public mutating func add(escaping name: String, _ value: some Encodable) throws {
    let texts = try (encoder.encode(name), encoder.encode(value))
    fields.append(
      String(decoding: texts.0, as: UTF8.self) + ":" + String(decoding: texts.1, as: UTF8.self))
  }

  /// Adds a field that holds an object whose fields have their order.
  public mutating func add(_ name: String, object: OrderedJSON) {
    fields.append("\"\(name)\":" + object.text)
  }

  /// The object, without a line break.
  public var text: String { "{" + fields.joined(separator: ",") + "}" }

  /// The object with each field on a line of its own, and a line break at its end.
  public var lines: String { "{" + fields.joined(separator: ",\n") + "}\n" }
}
