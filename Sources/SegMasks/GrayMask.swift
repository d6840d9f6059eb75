import SegImaging
import SegSamples

/// Turns a gray picture into classes 0 and 1.
///
/// - Parameters:
///   - picture: `[H, W, 1]`, or `[H, W, 3]` of which the channels are alike, but for what JPEG changes.
///   - threshold: Which values are class 1; nil: the upper half of 8 or 16 bits.
/// - Throws: ``MaskError/notGray(x:y:)``.
func decodeGray(
  _ picture: Image, threshold: GrayThreshold?
) throws(MaskError) -> LabelMap {
  func decode<Scalar>(_ raster: Raster<Scalar>) throws(MaskError) -> LabelMap {
    let most = Int(truncatingIfNeeded: Scalar.max)
    let (level, isBelow) =
      switch threshold {
      case nil: (most / 2 + 1, false)
      case .from(let level): (level, false)
      case .below(let level): (level, true)
      }
    let channels = raster.channels
    let tolerance = most / 8
    var colored: Int?
    let decoded = Raster<UInt8>(height: raster.height, width: raster.width, channels: 1) { output in
      let values = raster.values
      for position in 0..<(raster.height * raster.width) {
        let first = position * channels
        var value = Int(truncatingIfNeeded: values[first])
        if channels >= 3 {
          let green = Int(truncatingIfNeeded: values[first + 1])
          let blue = Int(truncatingIfNeeded: values[first + 2])
          let spread = max(value, green, blue) - min(value, green, blue)
          if spread > tolerance, colored == nil { colored = position }
          value = (value + green + blue + 1) / 3
        }
        output[position] = (value < level) == isBelow ? 1 : 0
      }
    }
    if let colored { throw .notGray(x: colored % raster.width, y: colored / raster.width) }
    return .uint8(decoded)
  }
  return switch picture {
  case .uint8(let raster): try decode(raster)
  case .uint16(let raster): try decode(raster)
  }
}
