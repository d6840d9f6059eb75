import SegBasics
import SegImaging
import SegSamples

/// Decodes a mask file into class indices.
///
/// - Parameters:
///   - bytes: The file.
///   - encoding: How its values stand for class indices.
///   - classes: The class table, where the encoding needs one.
///   - options: Limits, strictness and page.
/// - Returns: A label map, `[H, W]`, whose values are class indices of the table or the ignore index.
/// - Throws: ``MaskError``, `ImageError` or `NPYError`.
public func decodeMask(
  _ bytes: [UInt8], encoding: MaskEncoding, classes: ClassTable?,
  options: DecodeOptions = DecodeOptions()
) throws -> LabelMap {
  switch encoding {
  case .trimap:
    guard let classes else { throw MaskError.needsClassTable(encoding) }
    guard let policy = TrimapPolicy(classTable: classes) else {
      throw MaskError.notTrimapTable(classes)
    }
    return try decodeTrimap(singleChannel(bytes, options: options), policy: policy)
  case .index, .palette:
    let labelMap = try singleChannel(bytes, options: options)
    try classes.map { try checkClassIndices(labelMap, classes: $0) }
    return labelMap
  case .npy:
    let labelMap = try LabelMap(npy: bytes)
    try classes.map { try checkClassIndices(labelMap, classes: $0) }
    return labelMap
  case .rgb, .grayThreshold, .labelID, .coco, .panoptic, .cityscapesPolygons, .labelme:
    throw MaskError.unsupportedEncoding(encoding)
  }
}

/// The raw values of a picture with one channel; indices where it has a palette.
///
/// - Throws: ``MaskError/notSingleChannel(channels:)``, `ImageError`.
private func singleChannel(_ bytes: [UInt8], options: DecodeOptions) throws -> LabelMap {
  let raw = try decodeRawSamples(bytes, options: options)
  guard raw.image.channels == 1 else {
    throw MaskError.notSingleChannel(channels: raw.image.channels)
  }
  return switch raw.image {
  case .uint8(let raster): .uint8(raster)
  case .uint16(let raster): .uint16(raster)
  }
}

/// Turns the values of a trimap into class indices.
///
/// - Throws: ``MaskError/unknownValue(_:x:y:known:)`` at the first value outside 1 to 3.
func decodeTrimap(_ trimap: LabelMap, policy: TrimapPolicy) throws(MaskError) -> LabelMap {
  func decode<Scalar>(_ raster: Raster<Scalar>) throws(MaskError) -> LabelMap {
    let table = (0...3).map { policy.classIndex(of: $0) ?? 0 }
    var isKnown = true
    let decoded = Raster<UInt8>(height: raster.height, width: raster.width, channels: 1) { output in
      for (position, value) in raster.values.enumerated() {
        let value = Int(truncatingIfNeeded: value)
        isKnown = isKnown && (1...3).contains(value)
        output[position] = table[value & 3]
      }
    }
    guard isKnown else {
      throw raster.unknownValue("a trimap has 1 (pet), 2 (background) and 3 (border) only") {
        (1...3).contains($0)
      }
    }
    return .uint8(decoded)
  }
  return switch trimap {
  case .uint8(let raster): try decode(raster)
  case .uint16(let raster): try decode(raster)
  }
}

/// Checks that every value is a class index of the table or the ignore index.
///
/// - Throws: ``MaskError/unknownValue(_:x:y:known:)`` at the first that is not.
public func checkClassIndices(
  _ labelMap: LabelMap, classes: ClassTable
) throws(MaskError) {
  let count = classes.entries.count
  func check<Scalar>(_ raster: Raster<Scalar>) throws(MaskError) {
    // 255 may stand for ignore in a 16-bit map only where it is no class.
    let isKnown = { (value: Int) in
      value < count || value == Int(Scalar.max) || value == classes.ignoreIndex
    }
    guard raster.values.allSatisfy({ isKnown(Int($0)) }) else {
      throw raster.unknownValue(
        "class table \(classes) defines 0 to \(count - 1), and \(classes.ignoreIndex) for ignore",
        isKnown: isKnown)
    }
  }
  switch labelMap {
  case .uint8(let raster): try check(raster)
  case .uint16(let raster): try check(raster)
  }
}

extension Raster {
  /// The error for the first value that is not known.
  fileprivate func unknownValue(_ known: String, isKnown: (Int) -> Bool) -> MaskError {
    let position = values.firstIndex { !isKnown(Int($0)) } ?? 0
    return .unknownValue(
      Int(values[position]), x: position % width, y: position / width, known: known)
  }
}
