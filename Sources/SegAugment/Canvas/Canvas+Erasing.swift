import SegImaging

/// What stands in the picture where it is erased.
enum Eraser: Sendable, Equatable {
  /// One colour.
  case fill(Fill)
  /// A random sample for each sample; ``RandomNumbers`` of this seed.
  case noise(seed: UInt64)
}

extension Canvas {
  /// Writes over rectangles of the picture, and of the label maps if so asked.
  ///
  /// - Parameters:
  ///   - boxes: Inside the picture; may overlap.
  ///   - eraser: What the picture gets.
  ///   - labels: What the label maps get; nil leaves them as they are.
  /// - Throws: ``TransformError/outside(_:size:)``, ``TransformError/badFill(values:channels:)``, or
  ///   ``TransformError/unknownClass(_:classes:ignore:)``; then nothing is changed.
  mutating func erase(
    _ boxes: [PixelBox], with eraser: Eraser, labels: LabelFill?
  ) throws(TransformError) {
    for box in boxes where !box.isInside(size) { throw .outside(box, size: size) }
    // Also without boxes: whether a word is taken must not depend on what is drawn.
    var indices: [UInt16] = []
    if let labels {
      for labelMap in labelMaps { indices.append(try index(of: labels, in: labelMap)) }
    }
    var pixel: [UInt16] = []
    if case .fill(let fill) = eraser { pixel = try samples(of: fill) }
    if boxes.isEmpty { return }
    changeSample { image, labelMaps in
      for box in boxes {
        switch eraser {
        case .fill: image.fill(box, with: pixel)
        case .noise(let seed): image.fill(box, with: RandomNumbers(seed: seed))
        }
        for (place, index) in indices.enumerated() { labelMaps[place].fill(box, with: index) }
      }
    }
  }
}
