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
    try forEachBatch { batch in
      try StopSignal.check()
      batch.copy(to: network)
      network.predict(count: batch.count)
      scores.add(logits: network.logits, labels: batch, classes: classes, threads: threads)
      progress(batch.count)
    }
    return scores
  }

  /// The batches in the order of the input, prepared ahead on other threads.
  private func forEachBatch(_ body: (Batch) throws -> Void) throws {
    var starts = stride(from: 0, to: set.count, by: batchSize).makeIterator()
    try orderedParallelMap(
      jobs: min(threads, 2), next: { starts.next() },
      transform: { [set, size, batchSize] start in
        let samples = try (start..<min(start + batchSize, set.count)).map { try set.sample($0) }
        return try Batch(samples, size: size, classes: set.classes)
      },
      consume: body)
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
