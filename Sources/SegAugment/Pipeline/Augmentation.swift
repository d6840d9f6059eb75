import SegBasics
import SegImaging
import SegSamples

/// Turns one sample into its augmented copies.
public struct Augmentation: Sendable {
  /// The operations.
  public var pipeline: Pipeline
  /// The seed the user gives.
  public var seed: UInt64 = 0
  /// The pass over the data, from 0.
  public var epoch: UInt64 = 0
  /// How many augmented copies of each sample are made.
  public var copies = 1
  /// Whether the sample itself is kept as `KEY~orig`, with the pixels it had.
  public var keepsOriginal = false
  /// Whether members that cannot be moved with the picture are left out instead of refused.
  public var dropsExtras = false

  /// Whether the shares of the classes are added, `KEY.soft.npy`.
  public var softens = false
  /// Where operations that mix samples find others.
  public var partners: (any PartnerSource)?

  /// One copy, seed 0, epoch 0.
  public init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// The sample itself, under the key of an original.
  ///
  /// - Throws: ``TransformError`` where shares of classes are wanted and there are none.
  public func original(_ sample: Sample) throws(TransformError) -> Sample {
    var original = sample
    original.key = sample.key + "~orig"
    original.metadata.source = sample.metadata.source ?? sample.key
    if softens { try original.addShares() }
    return original
  }

  /// One augmented copy of a sample.
  ///
  /// - Parameters:
  ///   - sample: A sample whose picture and label maps are decoded.
  ///   - number: Which copy, `0 ..< copies`.
  /// - Throws: ``TransformError``.
  public func copy(_ number: Int, of sample: Sample) throws(TransformError) -> Sample {
    var result = sample
    result.extras = try sample.movableExtras(
      by: pipeline.movingOperations, dropping: dropsExtras)
    var canvas = sample.canvas(before: pipeline.firstFixedResize)
    canvas.mixing = mixing(for: sample, copy: number)
    let key = StreamKey(seed: seed, epoch: epoch, sample: sample.key, copy: UInt64(number))
    let earlier = sample.metadata.draws
    let draws = try pipeline.apply(
      to: &canvas, key: key, offset: sample.metadata.operationsDone,
      stage: earlier.last.map { ($0.stage ?? 0) + 1 })
    result.takePixels(of: &canvas)
    if let mix = canvas.mix { result.metadata.mix = mix }
    result.metadata.source = sample.metadata.source ?? sample.key
    result.metadata.copy = number
    result.metadata.draws += draws
    if copies > 1 || keepsOriginal { result.key = "\(sample.key)~\(number)" }
    if softens || sample.hasShares { try result.addShares() }
    return result
  }

  private func mixing(for sample: Sample, copy: Int) -> Mixing? {
    guard let partners else { return nil }
    let (seed, epoch) = (seed, epoch)
    return Mixing(
      source: partners, key: sample.metadata.source ?? sample.key, classes: sample.metadata.classes,
      stream: { StreamKey(seed: seed, epoch: epoch, sample: $0, copy: UInt64(copy)) },
      pipeline: pipeline, depth: 0)
  }
}
