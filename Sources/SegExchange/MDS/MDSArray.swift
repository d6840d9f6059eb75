import SegBasics
import SegImaging

/// The encoding `ndarray` of MDS, with type and shape in each value: a byte for the type, a byte for
/// the number of axes and the width of their lengths, the lengths, the elements in C order.
enum MDSArray {
  /// Types of elements by their number, as NumPy writes them.
  private static let types: [UInt8: String] = [
    8: "|u1", 9: "|i1", 16: "<u2", 17: "<i2", 18: "<f2", 32: "<u4", 33: "<i4", 34: "<f4",
    64: "<u8", 65: "<i8", 66: "<f8",
  ]

  private static let names: [String: UInt8] = [
    "uint8": 8, "int8": 9, "uint16": 16, "int16": 17, "float16": 18, "uint32": 32, "int32": 33,
    "float32": 34, "uint64": 64, "int64": 65, "float64": 66,
  ]

  /// Turns an array file of bytes or 16-bit numbers into a value.
  ///
  /// - Throws: `NPYError` for another array.
  static func encoded(npy: [UInt8]) throws(NPYError) -> [UInt8] {
    let (header, start) = try NPYHeader.parse(npy)
    guard let type = types.first(where: { $0.value == header.type })?.key, !header.isFortranOrder
    else { throw .unsupportedType(header.type) }
    let largest = header.shape.max() ?? 0
    let width = largest < 1 << 8 ? 0 : largest < 1 << 16 ? 1 : 2
    guard header.shape.count < 64, largest < 1 << 32 else { throw .unsupportedShape(header.shape) }
    var bytes = [type, UInt8(header.shape.count << 2 | width)]
    for length in header.shape {
      for place in 0..<(1 << width) { bytes.append(UInt8(length >> (8 * place) & 255)) }
    }
    return bytes + npy[start...]
  }

  /// Turns a value into an array file.
  ///
  /// - Parameter encoding: `ndarray`, `ndarray:TYPE` or `ndarray:TYPE:LENGTH,…`.
  /// - Throws: ``ExchangeError``.
  static func npy(_ value: [UInt8], encoding: String) throws(ExchangeError) -> [UInt8] {
    let words = encoding.split(separator: ":", omittingEmptySubsequences: false).dropFirst()
    var cursor = ByteCursor(value[...], of: .mds, part: "an array")
    let number =
      if let name = words.first { names[String(name)] } else { try cursor.number(UInt8.self) }
    guard let number, let type = types[number], words.count <= 2 else {
      throw .unsupported(.mds, "encoding \(encoding)")
    }
    var shape: [Int] = []
    if words.count == 2 {
      for length in words.last?.split(separator: ",") ?? [] {
        guard let length = Int(length), length > 0 else {
          throw .unsupported(.mds, "encoding \(encoding)")
        }
        shape.append(length)
      }
    } else {
      let axes = try cursor.number(UInt8.self)
      for _ in 0..<(axes >> 2) {
        let digits = try cursor.take(1 << Int(axes & 3))
        shape.append(Int(clamping: digits.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
      }
    }
    // Pictures and label maps have 2 or 3 axes; the reader of arrays checks that their sizes agree.
    guard shape.count <= 8 else { throw .unsupported(.mds, "an array of \(shape.count) axes") }
    return NPYHeader(type: type, shape: shape).encoded() + cursor.rest
  }
}
