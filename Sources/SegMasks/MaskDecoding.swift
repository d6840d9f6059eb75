import SegBasics
import SegImaging
import SegSamples

/// Decodes a mask file into class indices.
///
/// - Parameters:
///   - bytes: The file: a picture with one channel, of which the indices count where it has a palette, or a
///     NumPy array; for `npy` an array only.
///   - encoding: How its values stand for class indices; `index`, `palette`, `npy`, `trimap`,
///     `gray-threshold` and `rgb` are decoded.
///   - classes: The class table; a trimap needs one of the trimap policies, `rgb` one with its colours.
///   - threshold: Which values of `gray-threshold` are class 1; nil: the upper half.
///   - options: Limits, strictness and page.
/// - Returns: A label map, `[H, W]`. With a class table its values are class indices of the table or
///   its ignore index, in the width the table asks for; without one they are those of the file.
/// - Throws: ``MaskError``, `SampleError`, `ImageError` or `NPYError`.
public func decodeMask(
  _ bytes: [UInt8], encoding: MaskEncoding, classes: ClassTable?,
  threshold: GrayThreshold? = nil, options: DecodeOptions = DecodeOptions()
) throws -> LabelMap {
  switch encoding {
  case .trimap:
    guard let classes else { throw MaskError.needsClassTable(encoding) }
    guard let policy = TrimapPolicy(classTable: classes) else {
      throw MaskError.notTrimapTable(classes)
    }
    return try decodeTrimap(LabelMap(file: bytes, options: options), policy: policy)
  case .index, .palette:
    let labelMap = try LabelMap(file: bytes, options: options)
    return try classes.map { try labelMap.normalized(for: $0) } ?? labelMap
  case .npy:
    let labelMap = try LabelMap(npy: bytes)
    return try classes.map { try labelMap.normalized(for: $0) } ?? labelMap
  case .grayThreshold:
    let labelMap = try decodeGray(maskPicture(bytes, options: options), threshold: threshold)
    return try classes.map { try labelMap.normalized(for: $0) } ?? labelMap
  case .rgb:
    guard let classes else { throw MaskError.needsClassTable(encoding) }
    guard try readImageHeader(bytes).format != .jpeg else { throw MaskError.lossyColors }
    return try decodeColors(maskPicture(bytes, options: options), classes: classes)
  case .labelID, .coco, .panoptic, .cityscapesPolygons, .labelme:
    throw MaskError.unsupportedEncoding(encoding)
  }
}

/// Decodes a mask as it is seen; strictly, for what is missing would silently be a class.
private func maskPicture(
  _ bytes: [UInt8], options: DecodeOptions
) throws(ImageError) -> Image {
  var options = options
  options.isLenient = false
  options.atLeast = nil
  return try decodeImage(bytes, options: options).image
}

/// Turns the values of a trimap into class indices.
///
/// - Throws: ``MaskError/notATrimapValue(_:x:y:)`` at the first value outside 1 to 3.
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
      let position = raster.values.firstIndex { !(1...3).contains($0) } ?? 0
      throw .notATrimapValue(
        Int(raster.values[position]), x: position % raster.width, y: position / raster.width)
    }
    return .uint8(decoded)
  }
  return switch trimap {
  case .uint8(let raster): try decode(raster)
  case .uint16(let raster): try decode(raster)
  }
}
