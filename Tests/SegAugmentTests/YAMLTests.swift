import Testing

@testable import SegAugment

/// The part of YAML that policy files are written in.
@Suite struct YAMLTests {
  private func read(_ text: String) throws -> YAMLNode { try YAMLReader.read(Array(text.utf8)) }

  /// Each is what PyYAML 6 or JSON reads, written as JSON with all scalars as text.
  @Test(arguments: [
    (
      "a: 1\nb:\n- x\n- y: 2\n  z: [1, 'it''s', \"q\\n\"]\nc: {d: e, \"f\":1}\n",
      #"{"a": "1", "b": ["x", {"y": "2", "z": ["1", "it's", "q\n"]}], "c": {"d": "e", "f": "1"}}"#
    ),
    (
      "# c\n---\n- a # b\n-   b#c\n-\n  - d\n  -\n- - e\n  - f: g\n",
      #"["a", "b#c", ["d", ""], ["e", {"f": "g"}]]"#
    ),
    ("a:\n  b:\n    c: d\n  e: f\ng:\n", #"{"a": {"b": {"c": "d"}, "e": "f"}, "g": ""}"#),
    (
      "- oneof(a|b):p=0.5\n- resize=1x2:filter=area\n- 'x: y'\n",
      #"["oneof(a|b):p=0.5", "resize=1x2:filter=area", "x: y"]"#
    ),
    (
      "long: first\n  second\n\n  third\nnext: 1\n", #"{"long": "first second third", "next": "1"}"#
    ),
    ("\u{FEFF}a: 'b\n  c'\r\nd: e\r\n", #"{"a": "b c", "d": "e"}"#),
    (
      "{\"a\":[1,-2.5e3,true,null,\"\\u00e9\\ud83d\\ude00\\/\"],\"b\":{}}",
      #"{"a": ["1", "-2.5e3", "true", "null", "é😀/"], "b": {}}"#
    ),
    ("[\n  a,\n  b, # c\n]\n", #"["a", "b"]"#), ("plain text", #""plain text""#), ("", #""""#),
  ])
  func isRead(text: String, json: String) throws {
    let flat = try Self.flat(read(text))
    #expect(flat == json)
    // JSON itself is read to the same value.
    #expect(try Self.flat(read(json)) == json)
  }

  private static func flat(_ node: YAMLNode) -> String {
    let quote = { (text: String) in
      "\""
        + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("\n", with: "\\n") + "\""
    }
    switch node.content {
    case .plain(let text), .quoted(let text): return quote(text)
    case .list(let values): return "[" + values.map(flat).joined(separator: ", ") + "]"
    case .fields(let fields):
      return "{" + fields.map { quote($0.name) + ": " + flat($0.value) }.joined(separator: ", ")
        + "}"
    }
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", 2, "a is given twice"), ("a:\n\tb: 1\n", 2, "a tab"),
    ("a: &x 1\n", 1, "anchors"), ("a: *x\n", 1, "anchors"), ("a: !!python/tuple [1]\n", 1, "tags"),
    ("a: |\n  b\n", 1, "block scalars"), ("a: b: c\n", 1, "a mapping must begin"),
    ("a: [1, 2\n", 2, "ends before ]"), ("a: [1 2\nb: 3", 2, "expected , or ]"),
    ("a: 'b\n", 1, "not closed"), ("a: \"b\\q\"\n", 1, "is no escape"),
    ("a: \"\\u12\"\n", 1, "four hexadecimal"), ("a: [1] x\n", 1, "more text"),
    ("a: 1\n  b: 2\n", 2, "indented too far"), ("- a\nb: 1\n", 2, "same indentation"),
    ("- a\nb\n", 2, "not expected"), ("a: 1\n---\nb: 2\n", 2, "not expected"),
    ("{a: 1, a: 2}", 1, "given twice"), ("{a 1}", 1, "expected :"), ("a: @b", 1, "not expected"),
    ("a: %b", 1, "not expected"), ("]", 1, "not expected"), ("a: [,]", 1, "not expected"),
  ])
  func isRefused(text: String, line: Int, message: String) {
    let error = #expect(throws: PolicyError.self) { try read(text) }
    let said = error?.description ?? ""
    #expect(said.hasPrefix("line \(line): "), "\(said)")
    #expect(said.contains(message), "\(said)")
  }

  /// However deep or long a text is, it is read or refused.
  @Test(arguments: ["[", "- ", "{a: ", "a:\n ", "\"", "'", "? ", "{", "[[],", "a: [", "\u{0}", "🙂"])
  func hostileTextsAreRefusedOrRead(piece: String) {
    for count in [1, 63, 64, 65, 5000] {
      _ = try? read(String(repeating: piece, count: count))
      _ = try? read("x: " + String(repeating: piece, count: count))
    }
    var indented = ""
    for depth in 0..<500 { indented += String(repeating: " ", count: depth) + "a:\n" }
    #expect(throws: PolicyError.self) { try read(indented) }
  }

  /// Every text cut off anywhere, and with any byte changed.
  @Test func damagedTexts() {
    let text = Array(
      "a: 1\nb:\n- x\n- y: {z: [1, 'it''s', \"q\\u00e9\"]}\n  w: \"a\n b\"\n# c\n".utf8)
    for cut in text.indices { _ = try? YAMLReader.read(Array(text.prefix(cut))) }
    for index in text.indices {
      for byte in [0x00, 0x09, 0x0A, 0x22, 0x27, 0x2D, 0x3A, 0x5B, 0x5D, 0x7B, 0x80, 0xFF]
        as [UInt8]
      {
        var changed = text
        changed[index] = byte
        _ = try? YAMLReader.read(changed)
      }
    }
  }

  /// What is written is read back, in both forms.
  @Test func writtenTextsAreReadBack() throws {
    let scalars = [
      "a", "0.5", "1e5", "1.5e-07", "yes", "No", "null", "~", "0x10", "1..3", "128x96", "12:30",
      "#ff",
      "a b", "a: b", " a", "", "-", "- a", "'", "\"", "\\", "\n\t\u{1}é😀", "true", "1_000", "0o7",
      ".5",
      "+1", "-3", "0.8..1.2", "R/G/B", "1/2/3", "2024-01-01", "oneof(a|b):p=0.5", "=", "y",
    ].map(YAMLNode.scalar)
    let fields = scalars.enumerated().map {
      YAMLNode.Field(name: "k\($0.offset)", value: $0.element)
    }
    let nested = YAMLNode(
      .fields([
        .init(name: "list", value: YAMLNode(.list(scalars))),
        .init(
          name: "lists",
          value: YAMLNode(
            .list([
              YAMLNode(.fields(fields)), YAMLNode(.list([])), YAMLNode(.fields([])),
              YAMLNode(.fields([.init(name: "k", value: YAMLNode(.fields(fields)))])),
              YAMLNode(.fields([.init(name: "k", value: YAMLNode(.list(scalars)))])),
            ]))),
        .init(name: "empty", value: YAMLNode(.fields([]))),
      ]))
    for text in [nested.yaml, nested.json] {
      #expect(try Self.flat(read(text)) == Self.flat(nested))
    }
  }
}
