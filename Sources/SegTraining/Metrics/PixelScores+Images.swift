import SegBasics
import SegImaging
import SegSamples

extension PixelScores {
  /// Adds the images of a batch, each scored by one thread, in their order.
  mutating func add(
    logits: UnsafeBufferPointer<Float>, labels batch: Batch, classes: Int, threads: Int
  ) {
    let pixels = batch.labels.count / batch.count
    // SAFETY: the threads read alone, and end before this function does.
    nonisolated(unsafe) let logits = logits
    let images = parallelMap(batch.count, jobs: threads) { image in
      var scores = PixelScores(classes: classes)
      batch.labels.withUnsafeBufferPointer { labels in
        let pixels = (image * pixels)..<((image + 1) * pixels)
        scores.add(
          logits: .init(
            rebasing: logits[(pixels.lowerBound * classes)..<(pixels.upperBound * classes)]),
          labels: .init(rebasing: labels[pixels]))
      }
      return scores
    }
    for image in images { add(image) }
  }

  /// Adds images at the size of their label maps, each scored by one thread, in their order.
  ///
  /// A row of interpolated logits is in memory for each thread, however large the label maps are.
  mutating func add(
    _ images: [(logits: LogitMap, labels: LabelMap)], classes: ClassTable, threads: Int
  ) {
    let scored = parallelMap(images.count, jobs: threads) { place in
      let (logits, labels) = images[place]
      let width = labels.size.width
      var scores = PixelScores(classes: classes.entries.count)
      var image = OneImage()
      var truth = [UInt16](repeating: 0, count: width)
      logits.forEachRow(at: labels.size) { row, y in
        truth.withUnsafeMutableBufferPointer { truth in
          labels.writeIndices((y * width)..<((y + 1) * width), to: truth, classes: classes)
          scores.add(logits: row, labels: UnsafeBufferPointer(truth), of: &image)
        }
      }
      scores.end(image)
      return scores
    }
    for image in scored { add(image) }
  }
}
