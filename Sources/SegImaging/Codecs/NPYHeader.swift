import SegBasics

/// What can be wrong with a `.npy` array.
public enum NPYError: SegError {
  /// The first bytes are not those of the format, or the header is cut off or not a Python dict.
  case notNPY(String)
  /// A type of element the toolkit does not take here.
  case unsupportedType(String)
  /// A picture of floating point numbers, as `segaug normalize` makes it.
  case floatingPointImage(String)
  /// A shape the toolkit does not take here.
  case unsupportedShape([Int])
  /// There are fewer or more bytes than the shape says.
  case wrongSize(expected: Int, found: Int)
  /// A value that is no class index.
  case valueOutOfRange(Int, x: Int, y: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notNPY(let what): "NPY: \(what)"
    case .unsupportedType(let type):
      "NPY: elements of type \(type) are not taken here; save the array as uint8 or uint16"
    case .floatingPointImage(let type):
      "NPY: a picture of type \(type) is for other programs to read: normalize must come last, "
        + "and other pictures be saved as uint8 or uint16"
    case .unsupportedShape(let shape):
      "NPY: an array of shape \(shape) is not taken here; images are [H, W, C], label maps [H, W]"
    case .wrongSize(let expected, let found):
      "NPY: the header promises \(expected) bytes of data, \(found) are there"
    case .valueOutOfRange(let value, let x, let y):
      "NPY: pixel (\(x), \(y)) has value \(value), which is no class index of 0...65535"
    }
  }
}

/// The header of a NumPy array file (numpy/lib/format.py, versions 1 to 3).
public struct NPYHeader: Sendable, Equatable {
  /// The type of an element, such as `|u1` or `<u2`.
  public var type: String
  /// True when the first index varies fastest.
  public var isFortranOrder: Bool
  /// The lengths of the axes; empty for a scalar.
  public var shape: [Int]

  /// Describes an array in C order.
  public init(type: String, shape: [Int]) {
    self.type = type
    isFortranOrder = false
    self.shape = shape
  }

  /// Reads a header.
  ///
  /// - Parameter bytes: The file from its first byte on.
  /// - Returns: The header, and where the data begin.
  /// - Throws: ``NPYError``.
  public static func parse(_ bytes: [UInt8]) throws(NPYError) -> (header: NPYHeader, data: Int) {
    guard bytes.count >= 10, bytes.starts(with: magic) else {
      throw .notNPY("the first bytes are not those of a NumPy array")
    }
    let isVersion1 = bytes[6] == 1
    guard (1...3).contains(bytes[6]), isVersion1 || bytes.count >= 12 else {
      throw .notNPY("version \(bytes[6]) of the format is not known")
    }
    var length = Int(bytes[8]) | Int(bytes[9]) << 8
    if !isVersion1 { length |= Int(bytes[10]) << 16 | Int(bytes[11]) << 24 }
    let start = isVersion1 ? 10 : 12
    guard length <= 1 << 16, start + length <= bytes.count else {
      throw .notNPY("the header is cut off")
    }
    var dict = PythonDict(bytes[start..<(start + length)])
    guard let header = dict.parse() else { throw .notNPY("the header is not understood") }
    return (header, start + length)
  }

  /// The bytes of one element; nil when the type is unknown.
  public var elementSize: Int? {
    guard let last = type.last, let size = last.wholeNumberValue, [1, 2, 4, 8].contains(size)
    else { return nil }
    return size
  }

  /// The header as numpy writes it, padded so that the data begin at a multiple of 64.
  public func encoded() -> [UInt8] {
    var list = shape.map(String.init).joined(separator: ", ")
    if shape.count == 1 { list += "," }
    var text =
      "{'descr': '\(type)', 'fortran_order': \(isFortranOrder ? "True" : "False"), 'shape': (\(list)), }"
    if let growing = isFortranOrder ? shape.last : shape.first {
      text += String(repeating: " ", count: 21 - String(growing).count)
    }
    let length = text.utf8.count + 1
    let padding = 64 - (10 + length) % 64
    let field = length + padding
    var bytes = Self.magic + [1, 0, UInt8(field & 0xFF), UInt8(field >> 8)]
    bytes += text.utf8
    bytes += Array(repeating: UInt8(ascii: " "), count: padding)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// The first six bytes of every array file.
  public static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
}

/// Reads the Python dict literal of the header: any key order, spaces, trailing commas, `L` suffixes.
private struct PythonDict {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func parse() -> NPYHeader? {
    var header = NPYHeader(type: "", shape: [])
    var found: Set<String> = []
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = string(), take(":") else { return nil }
      switch key {
      case "descr":
        guard let type = string() else { return nil }
        header.type = type
      case "fortran_order":
        guard let word = word(), word == "True" || word == "False" else { return nil }
        header.isFortranOrder = word == "True"
      case "shape":
        guard let shape = tuple() else { return nil }
        header.shape = shape
      default: return nil
      }
      guard found.insert(key).inserted else { return nil }
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    return found.count == 3 ? header : nil
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func string() -> String? {
    skipSpace()
    guard let quote = rest.popFirst(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let end = rest.firstIndex(of: quote)
    else { return nil }
    defer { rest = rest[(end + 1)...] }
    return String(validating: rest[..<end], as: UTF8.self)
  }

  private mutating func word() -> String? {
    skipSpace()
    let letters = rest.prefix {
      ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z")
    }
    rest = rest[letters.endIndex...]
    return String(validating: letters, as: UTF8.self)
  }

  private mutating func tuple() -> [Int]? {
    var numbers: [Int] = []
    guard take("(") else { return nil }
    while !take(")") {
      skipSpace()
      let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      guard let text = String(validating: digits, as: UTF8.self), let number = Int(text),
        numbers.count < 8
      else { return nil }
      rest = rest[digits.endIndex...]
      numbers.append(number)
      _ = take("L")
      if !take(",") {
        guard take(")") else { return nil }
        break
      }
    }
    return numbers
  }
}
