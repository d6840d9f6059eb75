extension Safetensors.Tensor {
  /// Numbers of the tensor.
  public var count: Int { bytes.count / type.size }

  /// The numbers in single precision.
  ///
  /// - Throws: ``CheckpointError/unsupportedType(_:_:)`` for 8-bit floats.
  public func floats() throws(CheckpointError) -> [Float] {
    switch type {
    case .f32: read(UInt32.self) { Float(bitPattern: $0) }
    case .f64: read(UInt64.self) { Float(Double(bitPattern: $0)) }
    case .bf16: read(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .f16: read(UInt16.self, halfPrecision)
    case .i64: read(Int64.self) { Float($0) }
    case .u64: read(UInt64.self) { Float($0) }
    case .i32: read(Int32.self) { Float($0) }
    case .u32: read(UInt32.self) { Float($0) }
    case .i16: read(Int16.self) { Float($0) }
    case .u16: read(UInt16.self) { Float($0) }
    case .i8: read(Int8.self) { Float($0) }
    case .u8, .bool: read(UInt8.self) { Float($0) }
    case .f8e5m2, .f8e4m3: throw .unsupportedType(name, type.rawValue)
    }
  }

  /// Names numbers in single precision.
  public init(name: String, shape: [Int], floats: [Float]) {
    self.init(
      name: name, type: .f32, shape: shape,
      bytes: floats.withUnsafeBufferPointer { Array(UnsafeRawBufferPointer($0)) }.littleEndian(4))
  }

  /// Names one whole number, such as PyTorch's count of batches.
  public init(name: String, integer: Int64) {
    let bits = UInt64(bitPattern: integer)
    self.init(
      name: name, type: .i64, shape: [],
      bytes: (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
  }

  private func read<Bits: FixedWidthInteger>(_: Bits.Type, _ value: (Bits) -> Float) -> [Float] {
    bytes.withUnsafeBytes { raw in
      (0..<count).map { index in
        value(
          Bits(
            littleEndian: raw.loadUnaligned(
              fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)))
      }
    }
  }
}

/// Half precision, exactly; not every platform has the type.
private func halfPrecision(_ bits: UInt16) -> Float {
  let sign: Float = bits & 0x8000 == 0 ? 1 : -1
  let exponent = Int(bits >> 10 & 0x1F)
  let fraction = Float(bits & 0x3FF)
  switch exponent {
  case 0: return sign * fraction * 0x1p-24
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default: return sign * Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
  }
}

extension [UInt8] {
  /// Native bytes of numbers of `size` bytes, in little-endian order.
  fileprivate func littleEndian(_ size: Int) -> [UInt8] {
    guard 1.littleEndian != 1 else { return self }
    return stride(from: 0, to: count, by: size).flatMap { self[$0..<$0 + size].reversed() }
  }
}
