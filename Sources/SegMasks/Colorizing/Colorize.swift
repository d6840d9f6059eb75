import SegImaging
import SegSamples

/// Draws a label map in the colours of its classes.
///
/// - Parameters:
///   - labelMap: `[H, W]`.
///   - classes: The class table; without one, and for values it does not define, the colours are those
///     of the VOC palette. Ignored pixels are (224, 224, 192).
/// - Returns: RGB of 8 bits, `[H, W, 3]`.
public func colorize(_ labelMap: LabelMap, classes: ClassTable?) -> Image {
  let colors = labelMap.colors(classes: classes)
  return switch labelMap {
  case .uint8(let raster): .uint8(raster.expanded(by: colors))
  case .uint16(let raster): .uint8(raster.expanded(by: colors))
  }
}
