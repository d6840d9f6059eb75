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
  /// The one way in which an operation writes class indices.
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
    let indices = try labels.map { labels throws(TransformError) in
      var indices: [UInt16] = []
      for labelMap in labelMaps { indices.append(try index(of: labels, in: labelMap)) }
      return indices
    }
    switch eraser {
    case .fill(let fill):
      let pixel = try samples(of: fill)
      if boxes.isEmpty { return }
      changeImage { image in
        for box in boxes { image.fill(box, with: pixel) }
      }
    case .noise(let seed):
      if boxes.isEmpty { return }
      changeImage { image in
        for box in boxes { image.fill(box, with: RandomNumbers(seed: seed)) }
      }
    }
    guard var rest = indices?[...] else { return }
    changeLabelMaps { labelMap in
      let index = rest.removeFirst()
      for box in boxes { labelMap.fill(box, with: index) }
    }
  }
}
