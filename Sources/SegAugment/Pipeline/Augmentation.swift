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

  /// One copy, seed 0, epoch 0.
  public init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// The sample itself, under the key of an original.
  public func original(_ sample: Sample) -> Sample {
    var original = sample
    original.key = sample.key + "~orig"
    original.metadata.source = sample.metadata.source ?? sample.key
    return original
  }

  /// One augmented copy of a sample.
  ///
  /// - Parameters:
  ///   - sample: A sample whose picture and label maps are decoded.
  ///   - number: Which copy, `0 ..< copies`.
  /// - Throws: ``TransformError``.
  public func copy(_ number: Int, of sample: Sample) throws(TransformError) -> Sample {
    guard case .pixels(let image) = sample.image else {
      preconditionFailure("sample \(sample.key) has not been decoded")
    }
    var result = sample
    result.extras = try movable(sample.extras)
    var labelMaps: [LabelMap] = []
    var places: [WritableKeyPath<Sample, LabelMapContent?>] = []
    for place in [\Sample.labelMap, \Sample.secondLabelMap] {
      guard case .indices(let labelMap) = sample[keyPath: place] else { continue }
      labelMaps.append(labelMap)
      places.append(place)
    }
    let key = StreamKey(seed: seed, epoch: epoch, sample: sample.key, copy: UInt64(number))
    var canvas = Canvas(image: image, labelMaps: labelMaps, classes: sample.metadata.classes)
    let earlier = sample.metadata.draws
    let draws = try pipeline.apply(
      to: &canvas, key: key, offset: earlier.count,
      stage: earlier.last.map { ($0.stage ?? 0) + 1 })
    result.image = canvas.imageContent
    for (place, labelMap) in zip(places, canvas.labelMaps) {
      result[keyPath: place] = .indices(labelMap)
    }
    result.metadata.source = sample.metadata.source ?? sample.key
    result.metadata.copy = number
    result.metadata.draws += draws
    if copies > 1 || keepsOriginal { result.key = "\(sample.key)~\(number)" }
    return result
  }

  /// The members of a foreign shard that stay true when pixels move: texts and class numbers.
  private func movable(_ extras: [Sample.Extra]) throws(TransformError) -> [Sample.Extra] {
    let moving = pipeline.movingOperations
    guard !moving.isEmpty else { return extras }
    let texts = ["txt", "text", "transcript", "cls", "cls2", "index", "inx", "id"]
    let isText = { (extra: Sample.Extra) in
      texts.contains(String(extra.fileExtension.split(separator: ".").last ?? ""))
    }
    guard dropsExtras || extras.allSatisfy(isText) else {
      throw .unmovableMembers(
        extras.filter { !isText($0) }.map(\.fileExtension), operations: moving)
    }
    return extras.filter(isText)
  }
}
