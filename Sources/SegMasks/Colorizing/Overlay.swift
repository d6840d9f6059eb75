import SegImaging
import SegSamples

/// Lays the colours of a label map over a picture.
///
/// Pixels whose left, right, upper or lower neighbour is of another class are drawn stronger: what
/// `opacity` leaves of the picture is reduced to 3/8 there, so that boundaries are seen.
///
/// - Parameters:
///   - image: `[H, W, C]`; drawn as ``SegImaging/Image/convertedToRGB8()`` makes it.
///   - labelMap: `[H, W]`, colours as ``colorize(_:classes:)`` gives them.
///   - classes: The class table, if there is one.
///   - opacity: `0...1`; 0 leaves the picture but for the boundaries, 1 hides it.
/// - Returns: RGB of 8 bits, `[H, W, 3]`.
/// - Precondition: Picture and label map have one size.
public func overlay(
  _ image: Image, labelMap: LabelMap, classes: ClassTable?, opacity: Double
) -> Image {
  precondition(
    image.size == labelMap.size, "a label map of \(labelMap.size) on a picture of \(image.size)")
  precondition((0...1).contains(opacity), "an opacity of \(opacity) is not in 0...1")
  let picture = image.convertedToRGB8()
  let colors = labelMap.colors(classes: classes)
  // Weights of 256 parts, so that every machine rounds alike.
  let inner = Int((opacity * 256).rounded())
  let edge = 256 - (256 - inner) * 3 / 8
  func blend<Scalar>(_ raster: Raster<Scalar>) -> Image {
    .uint8(
      Raster(height: raster.height, width: raster.width, channels: 3) { output in
        for y in 0..<raster.height {
          for x in 0..<raster.width {
            let position = y * raster.width + x
            let weight = raster.isBoundary(x: x, y: y) ? edge : inner
            let color = colors[Int(raster.values[position])]
            func mix(_ value: UInt8, into channel: Int) {
              let below = Int(picture.values[3 * position + channel])
              output[3 * position + channel] = UInt8(
                (below * (256 - weight) + Int(value) * weight + 128) >> 8)
            }
            mix(color.red, into: 0)
            mix(color.green, into: 1)
            mix(color.blue, into: 2)
          }
        }
      })
  }
  return switch labelMap {
  case .uint8(let raster): blend(raster)
  case .uint16(let raster): blend(raster)
  }
}

extension Raster {
  /// True when one of the four neighbours differs; the first channel counts.
  fileprivate func isBoundary(x: Int, y: Int) -> Bool {
    let value = self[y, x]
    return x > 0 && self[y, x - 1] != value || x + 1 < width && self[y, x + 1] != value
      || y > 0 && self[y - 1, x] != value || y + 1 < height && self[y + 1, x] != value
  }
}
