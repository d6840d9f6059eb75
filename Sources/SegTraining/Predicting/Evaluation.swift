import SegBasics
import SegGraph
import SegImaging
import SegSamples
import SegShards

/// Scores a trained model on samples.
public struct Evaluation {
  /// The size label maps are compared at.
  public enum Scale: String, Sendable, CaseIterable {
    /// That the model takes: label maps are resized as in training, and the numbers are those of its
    /// validation.
    case model
    /// That of the label map as stored: logits are interpolated to it, as for a prediction.
    case original
  }

  /// The model.
  public let model: TrainedModel
  /// The size that is scored at.
  public var scale = Scale.model
  /// Threads; never changes a digit.
  public var threads = 1
  /// Samples that are computed at once.
  public var batchSize = 8

  /// Scores with one thread, at the size the model takes.
  public init(_ model: TrainedModel) { self.model = model }

  /// Scores the samples in their order; each is read when its turn comes.
  ///
  /// - Parameters:
  ///   - next: The samples.
  ///   - progress: Told how many were scored.
  ///   - warned: Told what is odd about a sample, on the calling thread.
  ///   - failed: Told of a sample that something was thrown for, on the calling thread; unless it throws,
  ///     the sample is left out.
  /// - Throws: What `next` and `failed` throw; `Located` ``TrainingError/logitsNotFinite(sample:)``,
  ///   ``TrainingError/stopped(_:)``; without `failed`, `Located` ``TrainingError``,
  ///   `ClassTableConflict`, `SampleError.unknownClass`, and what reading and decoding throw.
  public func scores(
    _ next: @escaping () throws -> PendingSample?, progress: (Int) -> Void = { _ in },
    warned: (String) -> Void = { _ in },
    failed: (any Error, PendingSample) throws -> Void = { error, _ in throw error }
  ) throws -> PixelScores {
    let network = try model.network(batchSize: batchSize, threads: threads)
    let classes = model.description.classes
    let size = model.description.input
    var preparation = SamplePreparation(resizes: try model.resizes())
    preparation.keepsStoredLabels = scale == .original
    var scores = PixelScores(classes: classes.entries.count)
    var waiting: [SamplePreparation.Prepared] = []
    func scoreWaiting() throws {
      guard !waiting.isEmpty else { return }
      let batch = try Batch(waiting.map(\.sample), size: size, classes: classes)
      batch.copy(to: network)
      network.predict(count: batch.count)
      try model.checkLogits(of: network, keys: waiting.map(\.sample.key))
      switch scale {
      case .model:
        scores.add(
          logits: network.logits, labels: batch, classes: classes.entries.count, threads: threads)
      case .original:
        scores.add(
          waiting.enumerated().compactMap { place, prepared in
            prepared.storedLabels.map { (network.logitMap(of: place, size: size), $0) }
          }, classes: classes, threads: threads)
      }
      progress(batch.count)
      waiting.removeAll()
    }
    try orderedParallelMap(
      jobs: threads, next: { try StopSignal.checking(next) },
      transform: { [preparation, owner = "model \(model.path)"] pending in
        let result = Result {
          let prepared = try preparation.prepare(pending)
          try prepared.check(against: classes, of: owner)
          try prepared.check(size: size)
          return prepared
        }
        return (pending, result)
      },
      consume: { pending, result in
        try StopSignal.check()
        do {
          let prepared = try result.get()
          for warning in prepared.warnings { warned("sample \(prepared.sample.key): \(warning)") }
          waiting.append(prepared)
        } catch {
          try failed(error, pending)
        }
        if waiting.count == batchSize { try scoreWaiting() }
      })
    try scoreWaiting()
    return scores
  }
}
