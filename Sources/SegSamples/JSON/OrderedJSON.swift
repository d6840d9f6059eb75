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

  /// The object, without a line break.
  public var text: String { "{" + fields.joined(separator: ",") + "}" }

  /// The object with each field on a line of its own, and a line break at its end.
  public var lines: String { "{" + fields.joined(separator: ",\n") + "}\n" }
}
