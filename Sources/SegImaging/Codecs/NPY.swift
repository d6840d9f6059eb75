import SegBasics

extension Image {
  /// The image as a NumPy array: uint8 or uint16, `[H, W, C]`.
  public func encodedNPY() -> [UInt8] {
    switch self {
    case .uint8(let raster): raster.encodedNPY(shape: [height, width, channels])
    case .uint16(let raster): raster.encodedNPY(shape: [height, width, channels])
    }
  }

  /// Reads a NumPy array of uint8 or uint16, `[H, W, C]` or `[H, W]`.
  ///
  /// - Throws: ``NPYError``.
  public init(npy bytes: [UInt8]) throws(NPYError) {
    let array = try NPYArray(bytes)
    var shape = array.header.shape
    if shape.count == 2 { shape.append(1) }
    guard shape.count == 3, shape.allSatisfy({ $0 > 0 }), shape[2] <= 16 else {
      throw .unsupportedShape(array.header.shape)
    }
    switch array.header.type {
    case "|u1": self = .uint8(array.raster(shape: shape))
    case "<u2", ">u2": self = .uint16(array.raster(shape: shape))
    case let type where type.dropFirst().first == "f": throw .floatingPointImage(type)
    default: throw .unsupportedType(array.header.type)
    }
  }
}

extension LabelMap {
  /// The label map as a NumPy array: uint8 or uint16, `[H, W]`.
  ///
  /// - Precondition: There is one channel.
  public func encodedNPY() -> [UInt8] {
    requireOneChannel()
    return switch self {
    case .uint8(let raster): raster.encodedNPY(shape: [height, width])
    case .uint16(let raster): raster.encodedNPY(shape: [height, width])
    }
  }

  /// Reads a NumPy array of integers or booleans, `[H, W]` or `[H, W, 1]`.
  ///
  /// Wider integers are taken when every value fits: into 8 bits where the type is 8 bits wide, else
  /// into 16.
  ///
  /// - Throws: ``NPYError``.
  public init(npy bytes: [UInt8]) throws(NPYError) {
    let array = try NPYArray(bytes)
    var shape = array.header.shape
    if shape.count == 3, shape[2] == 1 { shape.removeLast() }
    guard shape.count == 2, shape.allSatisfy({ $0 > 0 }) else {
      throw .unsupportedShape(array.header.shape)
    }
    shape.append(1)
    switch array.header.type {
    case "|u1", "|b1": self = .uint8(array.raster(shape: shape))
    case "|i1": self = .uint8(try array.narrowed(Int8.self, shape: shape))
    case "<u2", ">u2": self = .uint16(array.raster(shape: shape))
    case "<i2", ">i2": self = .uint16(try array.narrowed(Int16.self, shape: shape))
    case "<u4", ">u4": self = .uint16(try array.narrowed(UInt32.self, shape: shape))
    case "<i4", ">i4": self = .uint16(try array.narrowed(Int32.self, shape: shape))
    case "<u8", ">u8": self = .uint16(try array.narrowed(UInt64.self, shape: shape))
    case "<i8", ">i8": self = .uint16(try array.narrowed(Int64.self, shape: shape))
    default: throw .unsupportedType(array.header.type)
    }
  }
}

extension Raster {
  /// A NumPy header and the samples, little endian.
  fileprivate func encodedNPY(shape: [Int]) -> [UInt8] {
    let size = MemoryLayout<Scalar>.size
    let header = NPYHeader(type: size == 1 ? "|u1" : "<u\(size)", shape: shape)
    var bytes = header.encoded()
    bytes.reserveCapacity(bytes.count + values.count * size)
    #if _endian(little)
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    #else
      for value in values {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
      }
    #endif
    return bytes
  }
}

/// A NumPy array of float32, little endian.
///
/// - Precondition: `values` has as many numbers as the shape says.
public func encodedNPY(_ values: [Float], shape: [Int]) -> [UInt8] {
  precondition(values.count == shape.reduce(1, *), "\(values.count) values of shape \(shape)")
  var bytes = NPYHeader(type: "<f4", shape: shape).encoded()
  bytes.reserveCapacity(bytes.count + values.count * 4)
  #if _endian(little)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  #else
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
  #endif
  return bytes
}

/// A parsed header together with data of the right size.
private struct NPYArray {
  let header: NPYHeader
  private let bytes: [UInt8]
  private let data: Int

  init(_ bytes: [UInt8]) throws(NPYError) {
    let parsed = try NPYHeader.parse(bytes)
    guard let size = parsed.header.elementSize else {
      throw .unsupportedType(parsed.header.type)
    }
    var expected = size
    for length in parsed.header.shape {
      let (product, overflow) = expected.multipliedReportingOverflow(by: length)
      guard !overflow else { throw .unsupportedShape(parsed.header.shape) }
      expected = product
    }
    guard bytes.count - parsed.data == expected else {
      throw .wrongSize(expected: expected, found: bytes.count - parsed.data)
    }
    header = parsed.header
    self.bytes = bytes
    data = parsed.data
  }

  /// A stored element in the order of the machine, or the other way round.
  private func ordered<Element: FixedWidthInteger>(_ element: Element) -> Element {
    header.type.hasPrefix(">") ? Element(bigEndian: element) : Element(littleEndian: element)
  }

  /// The elements in C order; `Scalar` is their type.
  func raster<Scalar>(shape: [Int]) -> Raster<Scalar> {
    Raster(height: shape[0], width: shape[1], channels: shape[2]) { output in
      bytes.withUnsafeBytes { all in
        let source = UnsafeRawBufferPointer(rebasing: all[data...])
        let size = MemoryLayout<Scalar>.size
        if ordered(Scalar(1)) == 1, !header.isFortranOrder {
          UnsafeMutableRawBufferPointer(output).copyMemory(from: source)
          return
        }
        for position in output.indices {
          let element = offset(of: position, shape: shape)
          output[position] = ordered(
            source.loadUnaligned(fromByteOffset: element * size, as: Scalar.self))
        }
      }
    }
  }

  /// The elements in C order as label indices; throws for one that does not fit.
  func narrowed<Wide: FixedWidthInteger, Scalar>(
    _: Wide.Type, shape: [Int]
  ) throws(NPYError) -> Raster<Scalar> {
    let size = MemoryLayout<Wide>.size
    var values: [Scalar] = []
    values.reserveCapacity(shape[0] * shape[1])
    for position in 0..<(shape[0] * shape[1]) {
      let start = data + offset(of: position, shape: shape) * size
      let element = bytes.withUnsafeBytes {
        ordered($0.loadUnaligned(fromByteOffset: start, as: Wide.self))
      }
      guard let index = Scalar(exactly: element) else {
        throw .valueOutOfRange(
          Int(clamping: element), x: position % shape[1], y: position / shape[1])
      }
      values.append(index)
    }
    return Raster(height: shape[0], width: shape[1], channels: 1, values: values)
  }

  /// Where the element stands that is at `position` in C order.
  private func offset(of position: Int, shape: [Int]) -> Int {
    guard header.isFortranOrder else { return position }
    let channel = position % shape[2]
    let x = position / shape[2] % shape[1]
    let y = position / shape[2] / shape[1]
    return y + shape[0] * (x + shape[1] * channel)
  }
}
