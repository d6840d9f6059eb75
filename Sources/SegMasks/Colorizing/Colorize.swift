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
  func draw<Scalar>(_ raster: Raster<Scalar>) -> Image {
    .uint8(
      Raster(height: raster.height, width: raster.width, channels: 3) { output in
        for (position, value) in raster.values.enumerated() {
          let color = colors[Int(value)]
          output[3 * position] = color.red
          output[3 * position + 1] = color.green
          output[3 * position + 2] = color.blue
        }
      })
  }
  return switch labelMap {
  case .uint8(let raster): draw(raster)
  case .uint16(let raster): draw(raster)
  }
}
