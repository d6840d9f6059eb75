/// The JSON header of a safetensors file.
///
/// The header is small JSON of a fixed form, and must not name a tensor twice, which JSON decoders do
/// not report: hence this reader. Text comes from outside; nothing is trusted.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    var type = ""
    var shape: [Int] = []
    var begin = 0
    var end = 0
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  private let text: ArraySlice<UInt8>
  private var position: Int

  init(_ text: ArraySlice<UInt8>) throws(CheckpointError) {
    self.text = text
    position = text.startIndex
    guard text.first == UInt8(ascii: "{") else { throw .malformed("the header is no object") }
    var names: Set<String> = []
    try object { (reader, name) throws(CheckpointError) in
      guard names.insert(name).inserted else { throw .repeatedName(name) }
      if name == "__metadata__" {
        try reader.object { (reader, key) throws(CheckpointError) in
          let value = try reader.string()
          guard reader.metadata.updateValue(value, forKey: key) == nil else {
            throw .malformed("metadata \"\(key)\" appears twice")
          }
        }
      } else {
        try reader.entry(name)
      }
    }
    while let byte = peek {
      guard byte == 0x20 else { throw .malformed("text after the header's object") }
      position += 1
    }
  }

  private mutating func entry(_ name: String) throws(CheckpointError) {
    var entry = Entry(name: name)
    var seen: Set<String> = []
    try object { (reader, field) throws(CheckpointError) in
      guard seen.insert(field).inserted else {
        throw .badTensor(name, "field \"\(field)\" appears twice")
      }
      switch field {
      case "dtype": entry.type = try reader.string()
      case "shape": entry.shape = try reader.integers(of: name)
      case "data_offsets":
        let range = try reader.integers(of: name)
        guard range.count == 2 else { throw .badTensor(name, "data_offsets are two numbers") }
        (entry.begin, entry.end) = (range[0], range[1])
      default: throw .badTensor(name, "unknown field \"\(field)\"")
      }
    }
    guard seen.count == 3 else { throw .badTensor(name, "dtype, shape or data_offsets is missing") }
    entries.append(entry)
  }

  // MARK: JSON

  private var peek: UInt8? { position < text.endIndex ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(CheckpointError) {
    guard take(character) else {
      throw .malformed("byte \(position) of the file should be \"\(character)\"")
    }
  }

  private mutating func object(
    _ field: (inout Self, String) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    try expect("{")
    if take("}") { return }
    repeat {
      skipSpace()
      let name = try string()
      try expect(":")
      try field(&self, name)
    } while take(",")
    try expect("}")
  }

  private mutating func integers(of name: String) throws(CheckpointError) -> [Int] {
    try expect("[")
    var numbers: [Int] = []
    if take("]") { return numbers }
    repeat {
      skipSpace()
      let start = position
      var number = 0
      while let byte = peek, (0x30...0x39).contains(byte) {
        let (tens, much) = number.multipliedReportingOverflow(by: 10)
        let (sum, more) = tens.addingReportingOverflow(Int(byte - 0x30))
        guard !much, !more else { throw .badTensor(name, "a number is too large") }
        number = sum
        position += 1
      }
      guard position > start else { throw .badTensor(name, "a number is not a whole number") }
      numbers.append(number)
    } while take(",")
    try expect("]")
    return numbers
  }

  private mutating func string() throws(CheckpointError) -> String {
    try expect("\"")
    var bytes: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw .malformed("a string is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): bytes += Array(String(try escape()).utf8)
      case 0..<0x20: throw .malformed("a string has a control character")
      default: bytes.append(byte)
      }
    }
    throw .malformed("a string does not end")
  }

  private mutating func escape() throws(CheckpointError) -> Unicode.Scalar {
    guard let byte = peek else { throw .malformed("a string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), peek == UInt8(ascii: "\\") {
        position += 1
        guard peek == UInt8(ascii: "u") else { throw .malformed("half a surrogate pair") }
        position += 1
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw .malformed("half a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw .malformed("half a surrogate pair") }
      return scalar
    default: throw .malformed("an unknown escape in a string")
    }
  }

  private mutating func hexadecimal() throws(CheckpointError) -> UInt32 {
    guard text.endIndex - position >= 4 else { throw .malformed("a string does not end") }
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(text[position])).hexDigitValue else {
        throw .malformed("an unknown escape in a string")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
