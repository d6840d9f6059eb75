/// Named tensors in the safetensors format: a JSON header, then the numbers.
///
/// What is read has been checked whole: ranges cover the buffer without gap or overlap, and each range
/// has the size of its shape. What is written depends only on the tensors and the metadata.
public struct Safetensors: Sendable, Equatable {
  /// The type of a tensor's numbers; `rawValue` is the name in the file.
  public enum ElementType: String, Sendable, CaseIterable {
    /// True or false, one byte.
    case bool = "BOOL"
    /// Unsigned, one byte.
    case u8 = "U8"
    /// Signed, one byte.
    case i8 = "I8"
    /// Unsigned, two bytes.
    case u16 = "U16"
    /// Signed, two bytes.
    case i16 = "I16"
    /// Half precision.
    case f16 = "F16"
    /// The upper half of single precision.
    case bf16 = "BF16"
    /// Unsigned, four bytes.
    case u32 = "U32"
    /// Signed, four bytes.
    case i32 = "I32"
    /// Single precision.
    case f32 = "F32"
    /// Unsigned, eight bytes.
    case u64 = "U64"
    /// Signed, eight bytes.
    case i64 = "I64"
    /// Double precision.
    case f64 = "F64"
    /// Eight bits, five of them exponent.
    case f8e5m2 = "F8_E5M2"
    /// Eight bits, four of them exponent.
    case f8e4m3 = "F8_E4M3"

    /// Bytes of one number.
    public var size: Int {
      switch self {
      case .bool, .u8, .i8, .f8e5m2, .f8e4m3: 1
      case .u16, .i16, .f16, .bf16: 2
      case .u32, .i32, .f32: 4
      case .u64, .i64, .f64: 8
      }
    }
  }

  /// One named tensor.
  public struct Tensor: Sendable, Equatable {
    /// Such as `dc1.seq.0.weight`.
    public let name: String
    /// The type of the numbers.
    public let type: ElementType
    /// Extents, the slowest first; `[]` for one number.
    public let shape: [Int]
    /// The numbers, little-endian, in C order.
    public let bytes: [UInt8]

    /// Names numbers.
    ///
    /// - Precondition: `bytes` has the size of the shape.
    public init(name: String, type: ElementType, shape: [Int], bytes: [UInt8]) {
      precondition(
        shape.reduce(type.size, *) == bytes.count, "\(bytes.count) bytes for shape \(shape)")
      self.name = name
      self.type = type
      self.shape = shape
      self.bytes = bytes
    }
  }

  /// The tensors; read: in the order of the buffer.
  public var tensors: [Tensor]
  /// Free text by name, such as `format`: `pt`.
  public var metadata: [String: String]

  /// Longest header that is read or written.
  public static let longestHeader = 100_000_000

  /// Takes tensors.
  public init(tensors: [Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a whole file.
  ///
  /// - Throws: ``CheckpointError``.
  public init(reading file: [UInt8]) throws(CheckpointError) {
    guard file.count >= 8 else { throw .malformed("\(file.count) bytes are too few") }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.longestHeader), length <= UInt64(file.count - 8) else {
      throw .malformed("a header of \(length) bytes in a file of \(file.count)")
    }
    let start = 8 + Int(length)
    let header = try SafetensorsHeader(file[8..<start])
    let entries = header.entries.sorted {
      ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name)
    }
    var tensors: [Tensor] = []
    var end = 0
    for entry in entries {
      guard let type = ElementType(rawValue: entry.type) else {
        throw .unsupportedType(entry.name, entry.type)
      }
      var size = type.size
      for extent in entry.shape {
        let product = size.multipliedReportingOverflow(by: extent)
        guard !product.overflow else {
          throw .badTensor(entry.name, "shape \(entry.shape) is too large")
        }
        size = product.partialValue
      }
      guard entry.end <= file.count - start else {
        throw .malformed(
          "the file ends after \(file.count) bytes, tensor \"\(entry.name)\" at \(start + entry.end)"
        )
      }
      guard entry.begin == end, entry.end >= entry.begin, entry.end <= file.count - start else {
        throw .badTensor(
          entry.name, "range \(entry.begin)..<\(entry.end) leaves a gap or overlaps")
      }
      guard entry.end - entry.begin == size else {
        throw .badTensor(
          entry.name, "\(entry.end - entry.begin) bytes for \(type.rawValue) \(entry.shape)")
      }
      end = entry.end
      tensors.append(
        Tensor(
          name: entry.name, type: type, shape: entry.shape,
          bytes: Array(file[(start + entry.begin)..<(start + entry.end)])))
    }
    guard end == file.count - start else {
      throw .malformed("\(file.count - start - end) bytes at the end belong to no tensor")
    }
    self.init(tensors: tensors, metadata: header.metadata)
  }

  /// The bytes of the file: widest types first, then by name; the header padded to a multiple of 8.
  ///
  /// - Throws: ``CheckpointError/repeatedName(_:)``.
  public func encoded() throws(CheckpointError) -> [UInt8] {
    let ordered = tensors.sorted {
      ($1.type.size, $0.name) < ($0.type.size, $1.name)
    }
    var names: Set<String> = ["__metadata__"]
    var fields: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var begin = 0
    for tensor in ordered {
      guard names.insert(tensor.name).inserted else { throw .repeatedName(tensor.name) }
      let end = begin + tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
      begin = end
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(0x20) }
    var file: [UInt8] = []
    file.reserveCapacity(8 + header.count + begin)
    for byte in 0..<8 { file.append(UInt8(truncatingIfNeeded: header.count >> (8 * byte))) }
    file += header
    for tensor in ordered { file += tensor.bytes }
    return file
  }
}

/// A string as JSON writes it.
private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\u{0}"..<"\u{20}":
      let digits = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
