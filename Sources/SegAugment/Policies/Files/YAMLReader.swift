import SegBasics

/// Reads the part of YAML 1.2 that policy files are written in, and so JSON too.
///
/// Read are mappings and lists in block and in flow style, plain and quoted scalars, comments. Refused,
/// with the line: anchors, aliases, tags, block scalars, keys that are no scalars, and what comes after
/// the first document. Depth is bounded, so that a hostile text costs no more than it is long.
struct YAMLReader {
  /// The deepest nesting.
  static let deepest = 64

  private(set) var bytes: [UInt8]
  private(set) var position = 0
  private var line = 1
  private var lineStart = 0

  /// Reads a whole text.
  ///
  /// - Throws: ``PolicyError/syntax(line:_:)``.
  static func read(_ bytes: [UInt8]) throws(PolicyError) -> YAMLNode {
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .syntax(line: 1, "the text is not UTF-8")
    }
    var reader = YAMLReader(bytes: bytes)
    return try reader.document()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func document() throws(PolicyError) -> YAMLNode {
    try skipBlank()
    while peek() == UInt8(ascii: "%"), column == 0 {
      while let byte = peek(), byte != UInt8(ascii: "\n") { advance(byte) }
      try skipBlank()
    }
    if isAt("---"), column == 0 { position += 3 }
    let node = try block(indent: 0, depth: 1)
    try skipBlank()
    if let byte = peek() { throw unexpected(byte) }
    return node
  }

  // MARK: Blocks

  /// A value whose lines are indented by at least `indent`; nothing where there is none.
  private mutating func block(indent: Int, depth: Int) throws(PolicyError) -> YAMLNode {
    try skipBlank()
    guard depth <= Self.deepest else { throw tooDeep() }
    guard peek() != nil, column >= indent else { return YAMLNode(.plain(""), line: line) }
    if isAtDash { return try blockList(depth: depth) }
    if isAtKey { return try blockFields(depth: depth) }
    return try inline(parentIndent: indent - 1, depth: depth)
  }

  /// - Parameter isUnderKey: Whether the list stands as far left as the key it belongs to, so that the
  ///   next key ends it.
  private mutating func blockList(
    depth: Int, isUnderKey: Bool = false
  ) throws(PolicyError) -> YAMLNode {
    guard depth <= Self.deepest else { throw tooDeep() }
    let start = line
    let indent = column
    var values: [YAMLNode] = []
    while isAtDash, column == indent {
      position += 1
      values.append(try block(indent: indent + 1, depth: depth + 1))
      try skipBlank()
    }
    if !isUnderKey || column > indent { try requireOutdent(indent) }
    return YAMLNode(.list(values), line: start)
  }

  private mutating func blockFields(depth: Int) throws(PolicyError) -> YAMLNode {
    let start = line
    let indent = column
    var fields = FieldList()
    while peek() != nil, column == indent, isAtKey {
      let keyLine = line
      let key = try scalar(stopsAtColon: true)
      skipSpaces()
      position += 1
      skipSpaces()
      let value: YAMLNode
      if isAtLineEnd {
        try skipBlank()
        // A list may stand as far left as the key it belongs to.
        let isList = column == indent && isAtDash
        value =
          isList
          ? try blockList(depth: depth + 1, isUnderKey: true)
          : try block(indent: indent + 1, depth: depth + 1)
      } else {
        value = try inline(parentIndent: indent, depth: depth + 1)
      }
      try fields.add(key.text ?? "", value, line: keyLine)
      try skipBlank()
    }
    try requireOutdent(indent)
    return YAMLNode(.fields(fields.fields), line: start)
  }

  /// After a list or mapping of an indent: the end, or a line further left.
  private func requireOutdent(_ indent: Int) throws(PolicyError) {
    guard let byte = peek(), column >= indent else { return }
    // Flow collections are not ended by indentation, but blocks never stand inside them.
    if column > indent { throw .syntax(line: line, "the line is indented too far") }
    throw isAtDash || isAtKey
      ? .syntax(line: line, "a list and a mapping stand at the same indentation") : unexpected(byte)
  }

  /// A value that begins on the line of its key or dash: flow style or a scalar.
  private mutating func inline(parentIndent: Int, depth: Int) throws(PolicyError) -> YAMLNode {
    let isCollection = peek() == UInt8(ascii: "[") || peek() == UInt8(ascii: "{")
    var node = isCollection ? try flow(depth: depth) : try scalar(stopsAtColon: false)
    if case .plain(var text) = node.content {
      while try continuesPlain(parentIndent) {
        let more = try scalar(stopsAtColon: false)
        guard case .plain(let next) = more.content else { break }
        text += " " + next
      }
      node.content = .plain(text)
    }
    skipSpaces()
    guard isAtLineEnd else {
      throw .syntax(line: line, "more text follows a value on the same line")
    }
    return node
  }

  /// Moves to the next line if a plain scalar goes on there.
  private mutating func continuesPlain(_ parentIndent: Int) throws(PolicyError) -> Bool {
    let before = self
    guard peek() == UInt8(ascii: "\n") || peek() == UInt8(ascii: "\r") else { return false }
    try skipBlank()
    if let byte = peek(), column > parentIndent, column > 0,
      before.lineStart != lineStart, !isAtKey, !isAtDash, !"[]{}\"'#&*!|>%@`".utf8.contains(byte)
    {
      return true
    }
    self = before
    return false
  }

  // MARK: Flow style

  private mutating func flow(depth: Int) throws(PolicyError) -> YAMLNode {
    guard depth <= Self.deepest else { throw tooDeep() }
    try skipBlank()
    let start = line
    switch peek() {
    case UInt8(ascii: "["):
      position += 1
      var values: [YAMLNode] = []
      while try !endsFlow(UInt8(ascii: "]"), isFirst: values.isEmpty) {
        values.append(try flow(depth: depth + 1))
      }
      return YAMLNode(.list(values), line: start)
    case UInt8(ascii: "{"):
      position += 1
      var fields = FieldList()
      while try !endsFlow(UInt8(ascii: "}"), isFirst: fields.fields.isEmpty) {
        let keyLine = line
        let key = try scalar(stopsAtColon: true, inFlow: true)
        try skipBlank()
        guard peek() == UInt8(ascii: ":") else {
          throw .syntax(line: line, "expected : after \(key.kind)")
        }
        position += 1
        try skipBlank()
        let isNothing = peek() == UInt8(ascii: ",") || peek() == UInt8(ascii: "}")
        let value =
          isNothing ? YAMLNode(.plain(""), line: line) : try flow(depth: depth + 1)
        try fields.add(key.text ?? "", value, line: keyLine)
      }
      return YAMLNode(.fields(fields.fields), line: start)
    default: return try scalar(stopsAtColon: true, inFlow: true)
    }
  }

  /// Passes the comma before the next value, or the bracket after the last.
  private mutating func endsFlow(_ end: UInt8, isFirst: Bool) throws(PolicyError) -> Bool {
    try skipBlank()
    if !isFirst, peek() == UInt8(ascii: ",") {
      position += 1
      try skipBlank()
    } else if !isFirst, let byte = peek(), byte != end {
      throw .syntax(line: line, "expected , or \(Character(UnicodeScalar(end)))")
    }
    guard let byte = peek() else {
      throw .syntax(line: line, "the text ends before \(Character(UnicodeScalar(end)))")
    }
    if byte == end { position += 1 }
    return byte == end
  }

  // MARK: Scalars

  /// A plain or quoted scalar; a plain one ends with its line.
  private mutating func scalar(
    stopsAtColon: Bool, inFlow: Bool = false
  ) throws(PolicyError) -> YAMLNode {
    let start = line
    guard let first = peek() else { return YAMLNode(.plain(""), line: line) }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      return YAMLNode(.quoted(try quoted(first)), line: start)
    }
    switch first {
    case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"):
      throw .syntax(line: line, "anchors, aliases and tags (& * !) are not read")
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      throw .syntax(line: line, "block scalars (| >) are not read; write the text in quotes")
    case UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: ","),
      UInt8(ascii: "]"), UInt8(ascii: "}"):
      throw unexpected(first)
    case UInt8(ascii: "?") where isBlank(at: position + 1): throw unexpected(first)
    default: break
    }
    let from = position
    var end = position
    while let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      if inFlow, ",[]{}".utf8.contains(byte) { break }
      if byte == UInt8(ascii: "#"), position > from, isBlank(at: position - 1) { break }
      if byte == UInt8(ascii: ":"), isBlank(at: position + 1) || inFlow && isFlowMark(position + 1)
      {
        if stopsAtColon { break }
        throw .syntax(line: line, "a mapping must begin on a line of its own, or stand in { }")
      }
      advance(byte)
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { end = position }
    }
    guard end > from || !inFlow else { throw unexpected(first) }
    return YAMLNode(.plain(String(decoding: bytes[from..<end], as: UTF8.self)), line: start)
  }

  private mutating func quoted(_ quote: UInt8) throws(PolicyError) -> String {
    let start = line
    position += 1
    var text: [UInt8] = []
    while let byte = peek() {
      if byte == quote {
        position += 1
        guard quote == UInt8(ascii: "'"), peek() == quote else {
          return String(decoding: text, as: UTF8.self)
        }
        position += 1
        text.append(quote)
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        text += try escape()
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        // A broken line is one space, with none around it.
        while text.last == UInt8(ascii: " ") { text.removeLast() }
        while let byte = peek(),
          byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
        { advance(byte) }
        text.append(UInt8(ascii: " "))
      } else {
        text.append(byte)
        position += 1
      }
    }
    throw .syntax(line: start, "a quote is not closed")
  }

  private mutating func escape() throws(PolicyError) -> [UInt8] {
    position += 1
    guard let byte = peek() else { throw .syntax(line: line, "a quote is not closed") }
    advance(byte)
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: " "): return [byte]
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      if unit & 0xFC00 == 0xD800, isAt("\\u") {
        position += 2
        let low = try hexadecimal()
        let code = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
        return low & 0xFC00 == 0xDC00 ? utf8(code) : utf8(0xFFFD)
      }
      return utf8(unit)
    default:
      throw .syntax(line: line, "\\\(Character(UnicodeScalar(byte))) is no escape")
    }
  }

  private mutating func hexadecimal() throws(PolicyError) -> UInt32 {
    let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
      let code = UInt32(digits, radix: 16)
    else { throw .syntax(line: line, "\\u needs four hexadecimal digits") }
    position += 4
    return code
  }

  private func utf8(_ code: UInt32) -> [UInt8] {
    Array(String(Character(UnicodeScalar(code) ?? "\u{FFFD}")).utf8)
  }

  // MARK: Bytes

  private var column: Int { position - lineStart }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func advance(_ byte: UInt8) {
    position += 1
    if byte == UInt8(ascii: "\n") {
      line += 1
      lineStart = position
    }
  }

  private func isAt(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  /// A space, a line's end, or the end of the text.
  private func isBlank(at index: Int) -> Bool {
    guard index < bytes.count else { return true }
    return " \t\r\n".utf8.contains(bytes[index])
  }

  private func isFlowMark(_ index: Int) -> Bool {
    index < bytes.count && ",[]{}".utf8.contains(bytes[index])
  }

  private var isAtDash: Bool { peek() == UInt8(ascii: "-") && isBlank(at: position + 1) }

  private var isAtLineEnd: Bool {
    guard let byte = peek() else { return true }
    return byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "#") && (position == 0 || isBlank(at: position - 1))
  }

  /// Whether a scalar with a colon after it stands here, all on this line.
  private var isAtKey: Bool {
    guard let first = peek(), !"[]{}#&*!|>%@`,".utf8.contains(first) else { return false }
    var ahead = self
    guard let key = try? ahead.scalar(stopsAtColon: true), key.line == ahead.line else {
      return false
    }
    ahead.skipSpaces()
    return ahead.peek() == UInt8(ascii: ":") && ahead.isBlank(at: ahead.position + 1)
  }

  private mutating func skipSpaces() {
    while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
      position += 1
    }
  }

  /// Skips spaces, line ends and comments.
  private mutating func skipBlank() throws(PolicyError) {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\t") where bytes[lineStart..<position].allSatisfy({ $0 == 0x20 }):
        throw .syntax(line: line, "a tab indents the line; use spaces")
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        advance(byte)
      case UInt8(ascii: "#") where position == 0 || isBlank(at: position - 1):
        while let byte = peek(), byte != UInt8(ascii: "\n") { advance(byte) }
      default: return
      }
    }
  }

  private func unexpected(_ byte: UInt8) -> PolicyError {
    .syntax(line: line, "\(Character(UnicodeScalar(byte))) is not expected here")
  }

  private func tooDeep() -> PolicyError {
    .syntax(line: line, "more than \(Self.deepest) lists and mappings inside each other")
  }
}

/// The fields of a mapping that is being read.
private struct FieldList {
  private(set) var fields: [YAMLNode.Field] = []
  private var names: Set<String> = []

  mutating func add(_ name: String, _ value: YAMLNode, line: Int) throws(PolicyError) {
    guard names.insert(name).inserted else {
      throw .syntax(line: line, "\(name) is given twice")
    }
    fields.append(.init(name: name, value: value))
  }
}
