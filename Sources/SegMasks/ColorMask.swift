import SegImaging
import SegSamples

/// Turns a picture whose colours stand for classes into class indices.
///
/// The colour that ignored pixels are drawn in, (224, 224, 192), is ignored unless a class has it.
///
/// - Parameters:
///   - picture: `[H, W, C]`; gray is the colour of three such values.
///   - classes: The classes and their colours.
/// - Throws: ``MaskError/sameColor(_:_:)``; ``MaskError/unknownColor(_:x:y:)`` at the first pixel of a
///   colour that no class has.
func decodeColors(_ picture: Image, classes: ClassTable) throws(MaskError) -> LabelMap {
  var indices: [UInt32: Int] = [:]
  for (index, entry) in classes.entries.enumerated() {
    guard let other = indices.updateValue(index, forKey: number(entry.color)) else { continue }
    throw .sameColor(classes.entries[other].name, entry.name)
  }
  let ignored = number(RGBColor.paletteColor(255))
  if indices[ignored] == nil { indices[ignored] = classes.ignoreIndex }
  let raster = picture.convertedToRGB8()
  let values = raster.values
  var unknown: Int?
  func decode<Scalar: FixedWidthInteger & UnsignedInteger & Sendable>(
    _: Scalar.Type
  ) -> Raster<Scalar> {
    Raster<Scalar>(height: raster.height, width: raster.width, channels: 1) { output in
      var last: UInt32 = .max
      var index = 0
      for position in 0..<(raster.height * raster.width) {
        let first = 3 * position
        let color =
          UInt32(values[first]) << 16 | UInt32(values[first + 1]) << 8 | UInt32(values[first + 2])
        if color != last {
          if let found = indices[color] {
            index = found
          } else if unknown == nil {
            unknown = position
          }
          last = color
        }
        output[position] = Scalar(truncatingIfNeeded: index)
      }
    }
  }
  let labelMap: LabelMap =
    classes.ignoreIndex > 255 ? .uint16(decode(UInt16.self)) : .uint8(decode(UInt8.self))
  if let unknown {
    let color = RGBColor(
      values[3 * unknown], values[3 * unknown + 1], values[3 * unknown + 2])
    throw .unknownColor(color, x: unknown % raster.width, y: unknown / raster.width)
  }
  return labelMap
}

private func number(_ color: RGBColor) -> UInt32 {
  UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
}
