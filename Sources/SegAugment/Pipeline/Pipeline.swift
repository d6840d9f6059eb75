import SegBasics
import SegImaging
import SegSamples

/// Operations in the order written, applied to samples.
///
/// What is drawn for a sample depends on (seed, epoch, key, copy, place in the pipeline) alone.
public struct Pipeline: Sendable {
  /// The words, each with what is inside it.
  let steps: [Step]
  /// The place of the first step, where these steps were cut from a longer pipeline.
  let firstPlace: Int

  /// The most operations that may be applied to one sample.
  static let mostOperations = 10_000

  /// Reads operations and combinators as they are written on the command line.
  ///
  /// - Throws: ``OperationError``.
  public init(_ words: [String]) throws(OperationError) {
    var steps: [Step] = []
    for word in words { steps.append(try Step(word)) }
    try self.init(checking: steps)
  }

  private init(checking steps: [Step]) throws(OperationError) {
    let most = steps.reduce(0) { min($0 + $1.mostOperations, 1 << 24) }
    guard most <= Self.mostOperations else {
      throw .tooManyOperations(limit: Self.mostOperations)
    }
    for step in steps.dropLast() {
      if let name = step.lastOperation { throw .notLast(name) }
    }
    self.init(steps: steps, firstPlace: 0)
  }

  /// Steps of a pipeline, each with the place it had there, and so with its random numbers.
  init(steps: [Step], firstPlace: Int) {
    self.steps = steps
    self.firstPlace = firstPlace
  }

  /// The operations as they are written.
  public var words: [String] { steps.map(\.word) }

  /// Splits a command line: words are operations until the first that is not one.
  ///
  /// - Parameters:
  ///   - words: Operations, then inputs.
  ///   - isInput: Whether a word that is no operation can be an input, such as an existing file.
  /// - Returns: The operations, and the inputs after them.
  /// - Throws: ``OperationError/unknownOperation(_:nearest:)`` for a word that is neither.
  public static func split(
    _ words: some Collection<String>, isInput: (String) throws -> Bool
  ) throws -> (operations: [String], inputs: [String]) {
    let count = words.prefix(while: OperationCatalog.isOperation).count
    let inputs = Array(words.dropFirst(count))
    for word in inputs where try !isInput(word) {
      throw OperationCatalog.isOperation(word)
        ? OperationError.operationAfterInput(word) : OperationCatalog.unknown(word)
    }
    return (Array(words.prefix(count)), inputs)
  }

  /// Applies the operations to a decoded sample.
  ///
  /// - Parameters:
  ///   - canvas: The picture and its label maps.
  ///   - key: Names the random numbers.
  ///   - offset: How many words the sample went through before. A pipe of two commands then
  ///     draws what one command with all the words draws.
  ///   - stage: Which command of a pipe this is, from 0; nil for the first.
  /// - Returns: What was drawn: for every operation written as a word, and for those that were chosen
  ///   inside combinators and policies; for these themselves where they did nothing.
  /// - Throws: ``TransformError``.
  public func apply(
    to canvas: inout Canvas, key: StreamKey, offset: Int = 0, stage: Int? = nil
  ) throws(TransformError) -> [SampleMetadata.Draw] {
    var run = PipelineRun(key: key, stage: stage)
    for (index, step) in steps.enumerated() {
      try run.apply(step, at: String(offset + firstPlace + index), path: [index], to: &canvas)
    }
    return run.draws
  }

  /// What is done to a sample before a step: the words before, and inside the word the step stands in,
  /// what comes before it there.
  ///
  /// - Parameter path: The index of the word, then those of the children that lead to the step.
  func before(_ path: [Int]) -> Pipeline {
    guard let index = path.first, steps.indices.contains(index) else { return .empty }
    let inner = steps[index].before(path.dropFirst())
    return Pipeline(
      steps: steps.prefix(index) + [inner].compactMap { $0 }, firstPlace: firstPlace)
  }

  /// The operations that move pixels, by name.
  var movingOperations: [String] {
    var names: [String] = []
    for name in steps.flatMap(\.leafNames) where !names.contains(name) {
      guard let specification = OperationCatalog.operation(named: name)?.specification else {
        continue
      }
      // What is written over has not moved.
      if specification.targets.contains(.labelMap), !specification.erases { names.append(name) }
    }
    return names
  }
}
