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
  /// Whether the sample itself is kept, unchanged, as `KEY~orig`.
  public var keepsOriginal = false

  /// One copy, seed 0, epoch 0.
  public init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// The augmented copies of a sample, after the original where it is kept.
  ///
  /// - Parameter sample: A sample whose picture and label maps are decoded.
  /// - Throws: ``TransformError``.
  public func apply(to sample: Sample) throws(TransformError) -> [Sample] {
    var results: [Sample] = []
    if keepsOriginal {
      var original = sample
      original.key = sample.key + "~orig"
      original.metadata.source = sample.key
      results.append(original)
    }
    for copy in 0..<copies { results.append(try augmented(sample, copy: copy)) }
    return results
  }

  private func augmented(_ sample: Sample, copy: Int) throws(TransformError) -> Sample {
    guard case .pixels(var image) = sample.image else {
      preconditionFailure("sample \(sample.key) has not been decoded")
    }
    var result = sample
    var labelMaps: [LabelMap] = []
    var places: [WritableKeyPath<Sample, LabelMapContent?>] = []
    for place in [\Sample.labelMap, \Sample.secondLabelMap] {
      guard case .indices(let labelMap) = sample[keyPath: place] else { continue }
      labelMaps.append(labelMap)
      places.append(place)
    }
    let key = StreamKey(seed: seed, epoch: epoch, sample: sample.key, copy: UInt64(copy))
    let draws = try pipeline.apply(to: &image, labelMaps: &labelMaps, key: key)
    result.image = .pixels(image)
    for (place, labelMap) in zip(places, labelMaps) { result[keyPath: place] = .indices(labelMap) }
    result.metadata.source = sample.key
    result.metadata.copy = copy
    result.metadata.draws += draws
    if copies > 1 || keepsOriginal { result.key = "\(sample.key)~\(copy)" }
    return result
  }
}
