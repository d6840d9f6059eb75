import SegBasics
import SegGraph
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// Scores a trained model on samples, at the size the model takes.
public struct Evaluation {
  /// The model.
  public let model: TrainedModel
  /// Threads; never changes a digit.
  public var threads = 1
  /// Samples that are computed at once.
  public var batchSize = 8

  /// Scores with one thread.
  public init(_ model: TrainedModel) { self.model = model }

  /// Scores the samples in their order; each is read when its turn comes.
  ///
  /// - Parameters:
  ///   - next: The samples.
  ///   - progress: Told how many were scored.
  /// - Throws: `Located` ``TrainingError``, `ClassTableConflict`, and what reading and decoding throw.
  public func scores(
    _ next: @escaping () throws -> PendingSample?, progress: (Int) -> Void = { _ in }
  ) throws -> PixelScores {
    let network = try model.network(batchSize: batchSize, threads: threads)
    let classes = model.description.classes
    let size = model.description.input
    let preparation = SamplePreparation(resizes: try model.resizes())
    var scores = PixelScores(classes: classes.entries.count)
    var waiting: [LabelledImage] = []
    func scoreWaiting() throws {
      guard !waiting.isEmpty else { return }
      let batch = try Batch(waiting, size: size, classes: classes.entries.count)
      batch.copy(to: network)
      network.predict(count: batch.count)
      scores.add(
        logits: network.logits, labels: batch, classes: classes.entries.count, threads: threads)
      progress(batch.count)
      waiting.removeAll()
    }
    try orderedParallelMap(
      jobs: threads, next: next,
      transform: { pending in
        let prepared = try preparation.prepare(pending)
        try locating(sample: prepared.sample.key) {
          if let table = prepared.classes, table != classes {
            throw ClassTableConflict(classes, table)
          }
          if prepared.classes == nil, let labelMap = prepared.sample.labelMap {
            try checkClassIndices(labelMap, classes: classes)
          }
        }
        return prepared.sample
      },
      consume: { sample in
        try StopSignal.check()
        waiting.append(sample)
        if waiting.count == batchSize { try scoreWaiting() }
      })
    try scoreWaiting()
    guard scores.images > 0 else { throw TrainingError.noSamples("score") }
    return scores
  }
}
