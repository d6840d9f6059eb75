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
  func scores(_ network: Network) throws -> PixelScores {
    let classes = set.classes.entries.count
    var scores = PixelScores(classes: classes)
    let assembly = BatchAssembly(
      size: size, classes: set.classes, batchSize: batchSize, threads: threads)
    func score(_ batch: Batch) throws {
      try StopSignal.check()
      batch.copy(to: network)
      network.predict(count: batch.count)
      scores.add(logits: network.logits, labels: batch, classes: classes, threads: threads)
    }
    try assembly.forEach(Array(0..<set.count), sample: { [set] in try set.sample($0) }, score)
    return scores
  }
}
