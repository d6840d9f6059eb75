import SegAugment
import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// The batches of an epoch: a seeded order, and operations drawn anew for each epoch.
///
/// Order and draws depend on (seed, epoch, key) alone.
struct TrainingBatches: Sendable {
  let set: SampleSet
  /// The operations after those applied once.
  let varying: Pipeline
  let seed: UInt64
  /// Samples a batch; the last one of an epoch may have fewer.
  let batchSize: Int
  /// What the model takes.
  let size: PixelSize

  /// The order of an epoch.
  ///
  /// - Parameter epoch: From 0.
  func order(epoch: Int) -> [Int] {
    let key = StreamKey(seed: seed, epoch: UInt64(epoch), index: 0)
    var random = key.stream(place: "order")
    return random.permutation(set.count)
  }

  /// Hands out the batches of an epoch while later ones are prepared on other threads.
  ///
  /// - Parameters:
  ///   - epoch: From 0.
  ///   - threads: With 1, nothing is prepared ahead.
  ///   - body: Called on the calling thread, in order.
  /// - Throws: What preparing a sample throws, and what `body` throws.
  func forEach(epoch: Int, threads: Int, _ body: (Batch) throws -> Void) throws {
    let assembly = BatchAssembly(
      size: size, classes: set.classes, batchSize: batchSize, threads: threads)
    try assembly.forEach(order(epoch: epoch), sample: { try sample($0, epoch: epoch) }, body)
  }

  /// How many batches an epoch has.
  var count: Int { (set.count + batchSize - 1) / batchSize }

  /// A sample as an epoch sees it.
  func sample(_ index: Int, epoch: Int) throws -> LabelledImage {
    try set.sample(index).augmented(by: varying, seed: seed, epoch: epoch)
  }
}

extension LabelledImage {
  /// The sample after the operations, drawn for (seed, epoch, key, copy 0).
  ///
  /// - Throws: `Located` `TransformError`.
  func augmented(by pipeline: Pipeline, seed: UInt64, epoch: Int) throws -> LabelledImage {
    guard !pipeline.isEmpty else { return self }
    return try locating(sample: key) {
      var picture = Image.uint8(image)
      var labelMaps = [labelMap].compactMap { $0 }
      let stream = StreamKey(seed: seed, epoch: UInt64(epoch), sample: key)
      _ = try pipeline.apply(
        to: &picture, labelMaps: &labelMaps, key: stream, offset: operationsDone)
      return LabelledImage(
        key: key, image: picture.convertedToRGB8(), labelMap: labelMaps.first)
    }
  }
}
