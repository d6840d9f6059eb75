import SegBasics
import SegImaging
import SegSamples

extension Pipeline {
  /// Applies the operations to pictures that are no samples of a stream.
  ///
  /// - Throws: ``TransformError``.
  public func apply(
    to image: inout Image, labelMaps: inout [LabelMap], classes: ClassTable? = nil, key: StreamKey,
    offset: Int = 0
  ) throws(TransformError) -> [SampleMetadata.Draw] {
    var canvas = Canvas(image: image, labelMaps: labelMaps, classes: classes)
    let draws = try apply(to: &canvas, key: key, offset: offset)
    // Who asks for pixels normalizes them as its network wants them.
    guard canvas.normalization == nil else { throw .normalized }
    image = canvas.image
    labelMaps = canvas.labelMaps
    return draws
  }

  /// Whether nothing is done.
  public var isEmpty: Bool { steps.isEmpty }

  /// The resizes that every sample gets, as validation and prediction apply them.
  ///
  /// Resizes draw nothing but whether they are applied, and these always are: places do not matter.
  public var resizes: Pipeline {
    Pipeline(steps: steps.filter(Self.alwaysResizes), firstPlace: firstPlace)
  }

  /// Cuts the pipeline after the resizes it begins with.
  ///
  /// What comes of the first part is the same for each epoch and can be kept; applying the second
  /// part to it gives what the whole pipeline gives.
  public var splitAfterResizes: (fixed: Pipeline, varying: Pipeline) {
    let count = steps.prefix(while: Self.alwaysResizes).count
    return (
      Pipeline(steps: Array(steps.prefix(count)), firstPlace: firstPlace),
      Pipeline(steps: Array(steps[count...]), firstPlace: firstPlace + count)
    )
  }

  private static func alwaysResizes(_ step: Step) -> Bool {
    step.operation is Resize && step.probability == 1
  }

  /// Which of the operations, as they are written, every sample is resized by.
  ///
  /// - Throws: ``OperationError``.
  public static func resizes(of words: [String]) throws(OperationError) -> [String] {
    let pipeline = try Pipeline(words)
    return zip(words, pipeline.steps).filter { alwaysResizes($0.1) }.map(\.0)
  }
}
