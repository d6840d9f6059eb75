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

  /// What a worker makes of a picture before the network sees it.
  private struct Loaded: Sendable {
    let sample: LabelledImage
    let picture: Raster<UInt8>
  }

  /// Predicts the pictures in their order.
  ///
  /// - Parameters:
  ///   - next: The samples; their label maps are not looked at.
  ///   - finish: Makes something of a prediction, such as a file; called on any thread.
  ///   - consume: Takes what was made, in order, on the calling thread.
  /// - Throws: `Located` ``TrainingError``, what reading and decoding throw, and what `finish` and
  ///   `consume` throw.
  public func predict<Output: Sendable>(
    _ next: @escaping () throws -> PendingSample?,
    finish: @Sendable (Prediction) throws -> Output, consume: (Output) throws -> Void
  ) throws {
    let network = try model.network(batchSize: batchSize, threads: threads)
    let size = model.description.input
    let resizes = try model.resizes()
    var waiting: [Loaded] = []
    func predictWaiting() throws {
      try Batch(waiting.map(\.sample), size: size, classes: network.classes).copy(to: network)
      network.predict(count: waiting.count)
      let logits = waiting.indices.map { network.logitMap(of: $0, size: size) }
      let outputs = try orderedParallelMap(
        Array(zip(waiting, logits)), jobs: threads,
        transform: { loaded, logits in
          let picture = loaded.picture
          let own = PixelSize(width: picture.width, height: picture.height)
          return try finish(
            Prediction(
              key: loaded.sample.key, image: picture, labelMap: logits.labelMap(at: own)))
        })
      waiting.removeAll()
      for output in outputs { try consume(output) }
    }
    try orderedParallelMap(
      jobs: threads, next: next,
      transform: { pending in try Self.load(pending, resizes: resizes) },
      consume: { loaded in
        try StopSignal.check()
        waiting.append(loaded)
        if waiting.count == batchSize { try predictWaiting() }
      })
    if !waiting.isEmpty { try predictWaiting() }
  }

  private static func load(_ pending: PendingSample, resizes: Pipeline) throws -> Loaded {
    var sample = try pending.load()
    return try locating(sample: sample.key) {
      sample.labelMap = nil
      sample.secondLabelMap = nil
      _ = try sample.decode()
      guard case .pixels(let image) = sample.image else {
        preconditionFailure("sample \(sample.key) is not decoded")
      }
      let picture = image.convertedToRGB8()
      var small = image
      var labelMaps: [LabelMap] = []
      // Resizes draw nothing, whatever the key is.
      _ = try resizes.apply(
        to: &small, labelMaps: &labelMaps, key: StreamKey(seed: 0, sample: sample.key))
      return Loaded(
        sample: LabelledImage(key: sample.key, image: small.convertedToRGB8(), labelMap: nil),
        picture: picture)
    }
  }
}
