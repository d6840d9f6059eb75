extension JSONValue {
  /// The value that encoding `value` gives, without a detour over text.
  ///
  /// - Throws: What the value's own encoding throws; a synthesized one throws nothing.
  public init(encoding value: some Encodable) throws {
    let node = EncodedNode()
    try value.encode(to: JSONValueEncoder(node: node, codingPath: []))
    self = node.value
  }
}

/// A place in the value under construction; containers that nest share it.
private final class EncodedNode {
  private enum Content {
    case single(JSONValue)
    case list([EncodedNode])
    case fields([String: EncodedNode])
  }

  private var content = Content.single(.null)

  var value: JSONValue {
    switch content {
    case .single(let value): value
    case .list(let nodes): .array(nodes.map(\.value))
    case .fields(let nodes): .object(nodes.mapValues(\.value))
    }
  }

  var count: Int {
    guard case .list(let nodes) = content else { return 0 }
    return nodes.count
  }

  func set(_ value: JSONValue) { content = .single(value) }

  func beginFields() {
    if case .fields = content { return }
    content = .fields([:])
  }

  func beginList() {
    if case .list = content { return }
    content = .list([])
  }

  func field(_ name: String) -> EncodedNode {
    let node = EncodedNode()
    guard case .fields(var nodes) = content else { return node }
    content = .single(.null)
    nodes[name] = node
    content = .fields(nodes)
    return node
  }

  func append() -> EncodedNode {
    let node = EncodedNode()
    guard case .list(var nodes) = content else { return node }
    content = .single(.null)
    nodes.append(node)
    content = .list(nodes)
    return node
  }

  /// Scalars are stored as they are: asking them to encode themselves would come back here.
  func set(_ value: some Encodable, codingPath: [any CodingKey]) throws {
    switch value {
    case let value as JSONValue: set(value)
    case let value as Double: set(.number(value))
    case let value as Int: set(.integer(value))
    case let value as Bool: set(.bool(value))
    case let value as String: set(.string(value))
    default: try value.encode(to: JSONValueEncoder(node: self, codingPath: codingPath))
    }
  }
}

private struct JSONValueEncoder: Encoder {
  let node: EncodedNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginFields()
    return KeyedEncodingContainer(Fields(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginList()
    return List(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(node: node, codingPath: codingPath)
  }
}

private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: EncodedNode
  let codingPath: [any CodingKey]

  mutating func encodeNil(forKey key: Key) { node.field(key.stringValue).set(.null) }

  mutating func encode(_ value: some Encodable, forKey key: Key) throws {
    try node.field(key.stringValue).set(value, codingPath: codingPath + [key])
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    JSONValueEncoder(node: node.field(key.stringValue), codingPath: codingPath + [key])
      .container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    JSONValueEncoder(node: node.field(key.stringValue), codingPath: codingPath + [key])
      .unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    JSONValueEncoder(node: node.field("super"), codingPath: codingPath)
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder {
    JSONValueEncoder(node: node.field(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct List: UnkeyedEncodingContainer {
  let node: EncodedNode
  let codingPath: [any CodingKey]
  var count: Int { node.count }

  mutating func encodeNil() { node.append().set(.null) }

  mutating func encode(_ value: some Encodable) throws {
    try node.append().set(value, codingPath: codingPath)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    JSONValueEncoder(node: node.append(), codingPath: codingPath).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONValueEncoder(node: node.append(), codingPath: codingPath).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    JSONValueEncoder(node: node.append(), codingPath: codingPath)
  }
}

private struct Single: SingleValueEncodingContainer {
  let node: EncodedNode
  let codingPath: [any CodingKey]

  mutating func encodeNil() { node.set(.null) }
  mutating func encode(_ value: Bool) { node.set(.bool(value)) }
  mutating func encode(_ value: String) { node.set(.string(value)) }
  mutating func encode(_ value: Double) { node.set(.number(value)) }
  mutating func encode(_ value: Float) { node.set(.number(Double(value))) }
  mutating func encode(_ value: Int) { node.set(.integer(value)) }
  mutating func encode(_ value: Int8) { node.set(.integer(Int(value))) }
  mutating func encode(_ value: Int16) { node.set(.integer(Int(value))) }
  mutating func encode(_ value: Int32) { node.set(.integer(Int(value))) }
  mutating func encode(_ value: Int64) { node.set(.integer(Int(value))) }
  mutating func encode(_ value: UInt8) { node.set(.integer(Int(value))) }
  mutating func encode(_ value: UInt16) { node.set(.integer(Int(value))) }
  mutating func encode(_ value: UInt32) { node.set(.integer(Int(value))) }

  /// As text above what a signed integer holds: readers of JSON disagree about larger numbers.
  mutating func encode(_ value: UInt64) {
    node.set(Int(exactly: value).map(JSONValue.integer) ?? .string(String(value)))
  }

  mutating func encode(_ value: UInt) { encode(UInt64(value)) }

  mutating func encode(_ value: some Encodable) throws {
    try node.set(value, codingPath: codingPath)
  }
}
