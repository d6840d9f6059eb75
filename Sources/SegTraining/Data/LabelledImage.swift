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

  /// Writes the labels; what is ignored becomes 65535.
  ///
  /// - Parameters:
  ///   - output: `[H, W]`.
  ///   - classes: The classes of the label map.
  /// - Throws: `Located` `SampleError.unknownClass`: operations that fill with a class of the user's choice
  ///   may bring one that the table does not have.
  func writeLabels(
    to output: UnsafeMutableBufferPointer<UInt16>, classes: ClassTable
  ) throws {
    guard let labelMap else { return output.update(repeating: .max) }
    guard !labelMap.writeIndices(0..<output.count, to: output, classes: classes) else { return }
    try locating(sample: key) { try checkClassIndices(labelMap, classes: classes) }
  }
}

extension LabelMap {
  /// Whether a pixel has another value than those that stand for ignore.
  var hasLabels: Bool {
    switch self {
    case .uint8(let raster): raster.values.contains { $0 != .max }
    // 255 may be a class here.
    case .uint16(let raster): raster.values.contains { $0 != .max }
    }
  }

  /// Writes some of the labels, in the order of the rows; what is no class becomes 65535.
  ///
  /// 255 is no class in a map of 8 bits, however many classes there are.
  ///
  /// - Parameters:
  ///   - pixels: Which of them.
  ///   - output: As many.
  /// - Returns: Whether all that is no class stands for ignore.
  @discardableResult
  func writeIndices(
    _ pixels: Range<Int>, to output: UnsafeMutableBufferPointer<UInt16>, classes: ClassTable
  ) -> Bool {
    func write<Scalar>(_ raster: Raster<Scalar>) -> Bool {
      let count = min(classes.entries.count, Int(Scalar.max))
      return raster.values.withUnsafeBufferPointer { labels in
        var isKnown = true
        for (position, label) in labels[pixels].enumerated() {
          let label = Int(label)
          output[position] = label < count ? UInt16(label) : .max
          isKnown = isKnown && (label < count || label == Int(Scalar.max) || label == 255)
        }
        return isKnown
      }
    }
    switch self {
    case .uint8(let raster): return write(raster)
    case .uint16(let raster): return write(raster)
    }
  }
}
