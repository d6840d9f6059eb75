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

  /// A pipeline that does nothing.
  static var empty: Pipeline { Pipeline(steps: [], firstPlace: 0) }

  /// Whether an operation needs other samples.
  public var mixes: Bool {
    steps.flatMap(\.leafNames).contains {
      OperationCatalog.operation(named: $0)?.specification.mixes == true
    }
  }

  /// Where a picture stands after the resizes; its own place where there are none.
  public func fitting(_ size: PixelSize) -> Fitting {
    resizes.steps.reduce(Fitting(size: size)) { fitting, step in
      guard case .operation(let operation) = step.action else { return fitting }
      return operation.fitting(fitting.size).map(fitting.followed) ?? fitting
    }
  }

  /// The resizes that every sample gets, letterboxes among them, as validation and prediction apply them.
  ///
  /// Resizes draw nothing but whether they are applied, and these always are: places do not matter.
  public var resizes: Pipeline {
    Pipeline(steps: steps.flatMap(\.certainResizes), firstPlace: firstPlace)
  }

  /// The resizes every sample gets, and where a size comes of a crop behind them, the size.
  ///
  /// What is validated or predicted is the whole picture, in the size the operations end with.
  ///
  /// - Parameter size: What the whole pipeline ends with.
  public func resizes(to size: PixelSize) throws(OperationError) -> Pipeline {
    let resizes = resizes
    // Sizes of all shapes tell whether the resizes lead to one size whatever comes.
    let shapes = [(1, 1), (1000, 10), (10, 1000)].map { PixelSize(width: $0, height: $1) }
    if resizes.isEmpty || shapes.allSatisfy({ resizes.size(of: $0) == size }) { return resizes }
    return try Pipeline(resizes.words + ["resize=\(size)"])
  }

  /// Cuts the pipeline after the resizes it begins with.
  ///
  /// What comes of the first part is the same for each epoch and can be kept; applying the second
  /// part to it gives what the whole pipeline gives.
  public var splitAfterResizes: (fixed: Pipeline, varying: Pipeline) {
    let count = steps.prefix(while: \.alwaysResizes).count
    return (
      Pipeline(steps: Array(steps.prefix(count)), firstPlace: firstPlace),
      Pipeline(steps: Array(steps[count...]), firstPlace: firstPlace + count)
    )
  }

  /// The size every sample has after a first operation that is a resize to a fixed size.
  ///
  /// A decoder may then decode smaller than the file, which is what `--fast-decode` asks for.
  public var firstResize: PixelSize? { firstFixedResize?.fixedSize }

  /// The first operation, if it is a resize to a fixed size.
  var firstFixedResize: Resize? { steps.first?.firstFixedResize }

  /// The size that pictures of a size come out with; nil where that depends on what is drawn.
  public func size(of size: PixelSize) -> PixelSize? {
    steps.reduce(size) { size, step in size.flatMap { step.size(of: $0) } }
  }

  /// Which of the operations, as they are written, every sample is resized by.
  ///
  /// - Throws: ``OperationError``.
  public static func resizes(of words: [String]) throws(OperationError) -> [String] {
    try Pipeline(words).resizes.words
  }
}

extension Operation {
  /// Whether every sample is brought to a size, and nothing else is done.
  fileprivate var onlyFits: Bool { fitting(PixelSize(width: 1, height: 1)) != nil }
}

extension Step {
  /// The size that pictures of a size come out with; nil where that depends on what is drawn.
  fileprivate func size(of size: PixelSize, isForced: Bool = false) -> PixelSize? {
    let next: PixelSize? =
      switch action {
      case .operation(let operation): operation.size(of: size)
      case .combination(let combination): combination.size(of: size)
      // They turn and shift within the picture's size.
      case .policy: size
      }
    return probability == 1 || isForced || next == size ? next : nil
  }

  /// Whether every sample is resized, and nothing else is done.
  fileprivate var alwaysResizes: Bool {
    guard probability == 1 else { return false }
    return switch action {
    case .operation(let operation): operation.onlyFits
    case .combination(let combination):
      combination.isSequence && combination.children.allSatisfy(\.alwaysResizes)
    case .policy: false
    }
  }

  /// The resizes every sample gets, whatever else is done.
  fileprivate var certainResizes: [Step] {
    guard probability == 1 else { return [] }
    return switch action {
    case .operation(let operation): operation.onlyFits ? [self] : []
    case .combination(let combination):
      combination.isSequence ? combination.children.flatMap(\.certainResizes) : []
    case .policy: []
    }
  }

  /// The operation every sample begins with, if it is a resize to a fixed size.
  fileprivate var firstFixedResize: Resize? {
    guard probability == 1 else { return nil }
    return switch action {
    case .operation(let operation):
      (operation as? Resize).flatMap { $0.fixedSize == nil ? nil : $0 }
    case .combination(let combination):
      combination.isSequence ? combination.children.first?.firstFixedResize : nil
    case .policy: nil
    }
  }
}

extension Combination {
  fileprivate func size(of size: PixelSize) -> PixelSize? {
    switch kind {
    case .all: return children.reduce(size) { size, child in size.flatMap { child.size(of: $0) } }
    case .one:
      let sizes = children.filter { $0.probability > 0 }.map { $0.size(of: size, isForced: true) }
      return sizes.allSatisfy { $0 == sizes.first } ? sizes.first ?? nil : nil
    case .some, .again:
      // Steps that keep the size keep it however often they are applied.
      return children.allSatisfy { $0.size(of: size, isForced: forces) == size } ? size : nil
    }
  }
}
