import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// What is drawn of a prediction: its label map, and if wanted the picture with the classes over it.
public struct PredictionDrawing: Sendable {
  /// The classes.
  public let classes: ClassTable
  /// How strongly classes cover the picture, `0...1`; nil when no overlay is wanted.
  public let opacity: Double?

  /// Draws with the colours of these classes.
  public init(classes: ClassTable, opacity: Double?) {
    self.classes = classes
    self.opacity = opacity
  }

  /// Encodes the label map with the colours of the classes, whose raw values are the class indices, and
  /// the overlay.
  ///
  /// - Returns: One or two PNG files.
  /// - Throws: `ImageError`.
  public func files(of prediction: Prediction) throws -> [[UInt8]] {
    var files = [try prediction.labelMap.encodedPNG(classes: classes)]
    if let opacity {
      let picture = overlay(
        .uint8(prediction.image), labelMap: prediction.labelMap, classes: classes,
        opacity: opacity)
      files.append(try encodePNG(picture))
    }
    return files
  }
}
