import SegBasics
import SegImaging
import SegSamples

/// A picture and its label map as a network takes them.
public struct LabelledImage: Sendable, Equatable {
  /// Names the sample and its random numbers.
  public let key: String
  /// RGB of 8 bits, `[H, W, 3]`.
  public let image: Raster<UInt8>
  /// `[H, W]`; nil only where a sample without one is asked for, in predicting.
  public let labelMap: LabelMap?

  /// How many operations the sample went through before it came here; the next draw after those.
  public var operationsDone = 0

  /// Columns and rows.
  public var size: PixelSize { PixelSize(width: image.width, height: image.height) }

  /// Bytes of the pixels and labels.
  var bytes: Int {
    switch labelMap {
    case nil: image.values.count
    case .uint8(let raster): image.values.count + raster.values.count
    case .uint16(let raster): image.values.count + 2 * raster.values.count
    }
  }

  /// Writes the picture as the network's input: samples divided by 255.
  ///
  /// - Parameter output: `[H, W, 3]`.
  func writePixels(to output: UnsafeMutableBufferPointer<Float>) {
    image.values.withUnsafeBufferPointer { pixels in
      for position in 0..<pixels.count { output[position] = Float(pixels[position]) / 255 }
    }
  }

  /// Writes the labels; everything that is no class becomes 65535.
  ///
  /// - Parameter output: `[H, W]`.
  func writeLabels(to output: UnsafeMutableBufferPointer<UInt16>, classes: Int) {
    func write<Scalar>(_ raster: Raster<Scalar>) {
      raster.values.withUnsafeBufferPointer { labels in
        for position in 0..<labels.count {
          let label = Int(labels[position])
          output[position] = label < classes ? UInt16(label) : .max
        }
      }
    }
    switch labelMap {
    case nil: for position in output.indices { output[position] = .max }
    case .uint8(let raster): write(raster)
    case .uint16(let raster): write(raster)
    }
  }
}
