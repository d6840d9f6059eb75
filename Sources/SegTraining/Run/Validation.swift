import SegBasics
import SegGraph
import SegImaging
import SegSamples

/// Scores a network on samples, batch by batch.
struct Validation {
  let set: SampleSet
  /// What the model takes.
  let size: PixelSize
  /// The network's.
  let batchSize: Int
  let threads: Int

  /// The scores of the network as it is.
  ///
  /// - Throws: What reading a sample throws; ``TrainingError``.
  func scores(_ network: Network, progress: (Int) -> Void = { _ in }) throws -> PixelScores {
    let classes = set.classes.entries.count
    var scores = PixelScores(classes: classes)
    let assembly = BatchAssembly(
      size: size, classes: set.classes, batchSize: batchSize, threads: threads)
    func score(_ batch: Batch) throws {
      try StopSignal.check()
      batch.copy(to: network)
      network.predict(count: batch.count)
      scores.add(logits: network.logits, labels: batch, classes: classes, threads: threads)
      progress(batch.count)
    }
    try assembly.forEach(Array(0..<set.count), sample: { [set] in try set.sample($0) }, score)
    return scores
  }
}

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
}
