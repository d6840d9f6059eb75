import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// What a model makes of a picture.
public struct Prediction: Sendable {
  /// The key of the sample.
  public let key: String
  /// The picture at its own size, RGB, `[H, W, 3]`.
  public let image: Raster<UInt8>
  /// The predicted classes at the picture's own size, `[H, W]`.
  public let labelMap: LabelMap
  /// What is odd about the picture, one clause each.
  public let warnings: [String]
}

/// Predicts label maps of pictures of any size.
///
/// Each picture is resized to what the model takes, and its logits back to the size of the picture.
public struct Predictor {
  /// The model.
  public let model: TrainedModel
  /// Threads; never changes a byte.
  public var threads = 1
  /// Pictures that are computed at once.
  public var batchSize = 4

  /// Predicts with one thread.
  public init(_ model: TrainedModel) { self.model = model }

  /// Predicts the pictures in their order.
  ///
  /// - Parameters:
  ///   - next: The samples; their label maps are looked at only for how the picture is turned.
  ///   - finish: Makes something of a prediction, such as a file; called on any thread.
  ///   - consume: Takes what was made, in order, on the calling thread.
  ///   - failed: Told of a picture that something was thrown for, on the calling thread; unless it throws,
  ///     the picture is left out.
  /// - Throws: What `next` and `failed` throw; `Located` ``TrainingError/logitsNotFinite(sample:)``,
  ///   ``TrainingError/stopped(_:)``; without `failed`, `Located` ``TrainingError``, what reading
  ///   and decoding throw, and what `finish` and `consume` throw.
  public func predict<Output: Sendable>(
    _ next: @escaping () throws -> PendingSample?,
    finish: @Sendable (Prediction) throws -> Output, consume: (Output) throws -> Void,
    failed: (any Error, PendingSample) throws -> Void = { error, _ in throw error }
  ) throws {
    let network = try model.network(batchSize: batchSize, threads: threads)
    let size = model.description.input
    let classes = model.description.classes
    let resizes = try model.resizes()
    var preparation = SamplePreparation(resizes: resizes)
    preparation.needsLabels = false
    preparation.keepsPicture = true
    var waiting: [(pending: PendingSample, prepared: SamplePreparation.Prepared)] = []
    func predictWaiting() throws {
      let samples = waiting.map(\.prepared.sample)
      try Batch(samples, size: size, classes: classes).copy(to: network)
      network.predict(count: waiting.count)
      try model.checkLogits(of: network, keys: samples.map(\.key))
      let logits = waiting.indices.map { network.logitMap(of: $0, size: size) }
      let outputs = try orderedParallelMap(
        Array(zip(waiting.map(\.prepared), logits)), jobs: threads,
        transform: { prepared, logits in
          guard let picture = prepared.picture else {
            preconditionFailure("the picture of \(prepared.sample.key) was not kept")
          }
          let own = PixelSize(width: picture.width, height: picture.height)
          let seen = logits.cropped(to: resizes.fitting(own).picture)
          return Result {
            try finish(
              Prediction(
                key: prepared.sample.key, image: picture, labelMap: seen.labelMap(at: own),
                warnings: prepared.warnings))
          }
        })
      let pending = waiting.map(\.pending)
      waiting.removeAll()
      for (output, pending) in zip(outputs, pending) {
        do { try consume(try output.get()) } catch { try failed(error, pending) }
      }
    }
    do {
      try orderedParallelMap(
        jobs: threads, next: { try StopSignal.checking(next) },
        transform: { [preparation] pending in
          let result = Result {
            let prepared = try preparation.prepare(pending)
            try prepared.check(size: size)
            return prepared
          }
          return (pending, result)
        },
        consume: { (pending, result) in
          try StopSignal.check()
          do { waiting.append((pending, try result.get())) } catch { try failed(error, pending) }
          if waiting.count == batchSize { try predictWaiting() }
        })
    } catch {
      // What came before a fault is as good as without it.
      if !waiting.isEmpty, (try? StopSignal.check()) != nil { try predictWaiting() }
      throw error
    }
    if !waiting.isEmpty { try predictWaiting() }
  }
}
