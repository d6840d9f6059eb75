import SegBasics
import SegSamples

/// Repeats what was drawn for a sample, from its metadata alone.
public struct Replay: Sendable {
  /// What is done, in order: operations, and where a command of the pipe ended.
  private enum Step: Sendable {
    case operation(any Operation, [String: JSONValue], word: String)
    case endOfStage
  }

  private let steps: [Step]
  /// The operations that move pixels, also those that chance left out: a set keeps the same members in
  /// all of its samples.
  private let movingOperations: [String]

  /// Reads what was drawn.
  ///
  /// - Throws: ``OperationError`` for an operation this version does not have.
  public init(_ draws: [SampleMetadata.Draw]) throws(OperationError) {
    var steps: [Step] = []
    var stage: Int?
    var words: [String] = []
    for draw in draws {
      if draw.stage != stage { steps.append(.endOfStage) }
      stage = draw.stage
      let word = draw.word ?? draw.name
      words.append(word)
      guard let parameters = draw.parameters else { continue }
      let (operation, _) = try OperationCatalog.operation(written: word)
      steps.append(.operation(operation, parameters, word: word))
    }
    self.steps = steps
    movingOperations = try Pipeline(words).movingOperations
  }

  /// The resize a sample began with; see ``Pipeline/firstResize``.
  var firstFixedResize: Resize? {
    guard case .operation(let operation, _, _) = steps.first else { return nil }
    return (operation as? Resize).flatMap { $0.fixedSize == nil ? nil : $0 }
  }

  /// The sample that comes of an original; its key and metadata are the original's.
  ///
  /// - Parameters:
  ///   - original: A decoded sample.
  ///   - partners: Where samples that were mixed in are found, by the keys they had.
  ///   - dropsExtras: Whether members that cannot be moved are left out instead of refused.
  /// - Throws: ``TransformError``.
  public func sample(
    from original: Sample, partners: any PartnerSource, dropsExtras: Bool = false
  ) throws(TransformError) -> Sample {
    var canvas = original.canvas(before: firstFixedResize)
    canvas.mixing = Mixing(
      source: partners, key: original.key, classes: original.metadata.classes,
      stream: { StreamKey(seed: 0, sample: $0) }, pipeline: .empty, depth: 0)
    var result = original
    result.extras = try original.movableExtras(by: movingOperations, dropping: dropsExtras)
    try apply(to: &canvas)
    result.takePixels(of: &canvas)
    return result
  }

  /// Does to a sample as it was before what was done to it then.
  ///
  /// - Throws: ``TransformError``, also for recorded values the operation cannot have drawn.
  public func apply(to canvas: inout Canvas) throws(TransformError) {
    for step in steps {
      switch step {
      case .endOfStage: canvas.evaluate()
      case .operation(let operation, let parameters, let word):
        do throws(TransformError) {
          try Self.apply(operation, parameters, &canvas)
        } catch {
          throw .failed(word, error)
        }
      }
    }
  }

  private static func apply<Kind: Operation>(
    _ operation: Kind, _ parameters: [String: JSONValue], _ canvas: inout Canvas
  ) throws(TransformError) {
    guard canvas.normalization == nil else { throw .normalized }
    let drawn: Kind.Drawn
    do {
      drawn = try JSONValue.object(parameters).decode(as: Kind.Drawn.self)
    } catch {
      throw .badDraw(describe(error))
    }
    try operation.apply(drawn, to: &canvas)
  }

  /// Which field, and what it should be.
  private static func describe(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context), .keyNotFound(_, let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}

extension Sample {
  /// What of some draws was not done to the sample itself yet.
  public func undone(of draws: [SampleMetadata.Draw]) -> [SampleMetadata.Draw] {
    let done = metadata.draws
    return draws.starts(with: done) ? Array(draws.dropFirst(done.count)) : draws
  }
}
