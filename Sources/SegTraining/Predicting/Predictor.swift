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

  /// What a worker makes of a picture before the network sees it.
  private struct Loaded: Sendable {
    let pending: PendingSample
    let sample: LabelledImage
    let picture: Raster<UInt8>
    let warnings: [String]
  }

  /// Predicts the pictures in their order.
  ///
  /// - Parameters:
  ///   - next: The samples; their label maps are looked at only for how the picture is turned.
  ///   - finish: Makes something of a prediction, such as a file; called on any thread.
  ///   - consume: Takes what was made, in order, on the calling thread.
  ///   - failed: Told of a picture that something was thrown for, on the calling thread; unless it throws,
  ///     the picture is left out.
  /// - Throws: What `next` and `failed` throw; without `failed`, `Located` ``TrainingError``, what reading
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
    var waiting: [Loaded] = []
    func predictWaiting() throws {
      try Batch(waiting.map(\.sample), size: size, classes: classes).copy(to: network)
      network.predict(count: waiting.count)
      let logits = waiting.indices.map { network.logitMap(of: $0, size: size) }
      let outputs = try orderedParallelMap(
        Array(zip(waiting, logits)), jobs: threads,
        transform: { loaded, logits in
          let picture = loaded.picture
          let own = PixelSize(width: picture.width, height: picture.height)
          let seen = logits.cropped(to: resizes.fitting(own).picture)
          return Result {
            try finish(
              Prediction(
                key: loaded.sample.key, image: picture, labelMap: seen.labelMap(at: own),
                warnings: loaded.warnings))
          }
        })
      let pending = waiting.map(\.pending)
      waiting.removeAll()
      for (output, pending) in zip(outputs, pending) {
        do { try consume(try output.get()) } catch { try failed(error, pending) }
      }
    }
    try orderedParallelMap(
      jobs: threads, next: next,
      transform: { pending in
        (pending, Result { try Self.load(pending, resizes: resizes, size: size) })
      },
      consume: { (pending, result) in
        try StopSignal.check()
        do { waiting.append(try result.get()) } catch { try failed(error, pending) }
        if waiting.count == batchSize { try predictWaiting() }
      })
    if !waiting.isEmpty { try predictWaiting() }
  }

  private static func load(
    _ pending: PendingSample, resizes: Pipeline, size: PixelSize
  ) throws -> Loaded {
    var sample = try pending.withMaskIfTurned().load()
    return try locating(path: pending.place, sample: sample.key) {
      if !sample.isTurned {
        sample.labelMap = nil
        sample.secondLabelMap = nil
      }
      let warnings = try sample.decode()
      guard case .pixels(let image) = sample.image else {
        preconditionFailure("sample \(sample.key) is not decoded")
      }
      let picture = image.convertedToRGB8()
      var small = image
      var labelMaps: [LabelMap] = []
      // Resizes draw nothing, whatever the key is.
      _ = try resizes.apply(
        to: &small, labelMaps: &labelMaps, key: StreamKey(seed: 0, sample: sample.key))
      let resized = LabelledImage(key: sample.key, image: small.convertedToRGB8(), labelMap: nil)
      guard resized.size == size else {
        throw TrainingError.sizeDiffers(resized.size, expected: size)
      }
      return Loaded(pending: pending, sample: resized, picture: picture, warnings: warnings)
    }
  }
}

extension PendingSample {
  /// The sample without the mask that a manifest line names, unless that decides how the picture is
  /// turned: a mask may have been drawn on the stored pixels, against their Exif orientation.
  fileprivate func withMaskIfTurned() throws -> PendingSample {
    guard case .listed(var entry) = self, entry.mask != nil else { return self }
    let bytes = try locating(sample: entry.key) { try readFile(entry.image) }
    guard !bytes.isTurnedPicture else { return self }
    entry.mask = nil
    return .listed(entry)
  }
}

extension Sample {
  /// Whether the picture is a file with an Exif orientation.
  fileprivate var isTurned: Bool {
    if case .file(let bytes, _) = image { bytes.isTurnedPicture } else { false }
  }
}

extension [UInt8] {
  fileprivate var isTurnedPicture: Bool {
    guard !starts(with: NPYHeader.magic), let header = try? readImageHeader(self) else {
      return false
    }
    return (header.orientation ?? 1) != 1
  }
}
