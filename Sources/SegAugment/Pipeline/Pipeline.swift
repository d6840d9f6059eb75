import SegBasics
import SegImaging
import SegSamples

/// Operations in the order written, applied to samples.
///
/// What is drawn for a sample depends on (seed, epoch, key, copy, place in the pipeline) alone.
public struct Pipeline: Sendable {
  struct Step {
    let operation: any Operation
    let probability: Double
    /// The operation as it was written, parameters and all.
    let word: String

    var name: String { type(of: operation).specification.name }
  }

  let steps: [Step]
  /// The place of the first step, where these steps were cut from a longer pipeline.
  let firstPlace: Int

  /// Reads operations as they are written on the command line.
  ///
  /// - Throws: ``OperationError``.
  public init(_ words: [String]) throws(OperationError) {
    var steps: [Step] = []
    for word in words {
      let (operation, probability) = try OperationCatalog.operation(written: word)
      steps.append(Step(operation: operation, probability: probability, word: word))
    }
    for step in steps.dropLast() where type(of: step.operation).specification.comesLast {
      throw .notLast(step.name)
    }
    self.init(steps: steps, firstPlace: 0)
  }

  /// Steps of a pipeline, each with the place it had there, and so with its random numbers.
  init(steps: [Step], firstPlace: Int) {
    self.steps = steps
    self.firstPlace = firstPlace
  }

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
    let isOperation = { (word: String) in
      OperationCatalog.operation(named: OperationCatalog.name(of: word)) != nil
    }
    let count = words.prefix(while: isOperation).count
    let inputs = Array(words.dropFirst(count))
    for word in inputs where try !isInput(word) {
      throw isOperation(word)
        ? OperationError.operationAfterInput(word) : OperationCatalog.unknown(word)
    }
    return (Array(words.prefix(count)), inputs)
  }

  /// The size every sample has after a first operation that is a resize to a fixed size.
  ///
  /// A decoder may then decode smaller than the file, which is what `--fast-decode` asks for.
  public var firstResize: PixelSize? {
    guard let first = steps.first, first.probability == 1 else { return nil }
    return (first.operation as? Resize)?.fixedSize
  }

  /// Applies the operations to a decoded sample.
  ///
  /// - Parameters:
  ///   - canvas: The picture and its label maps.
  ///   - key: Names the random numbers.
  ///   - offset: How many operations the sample went through before. A pipe of two commands then
  ///     draws what one command with all the operations draws.
  ///   - stage: Which command of a pipe this is, from 0; nil for the first.
  /// - Returns: What was drawn, for every operation.
  /// - Throws: ``TransformError``.
  public func apply(
    to canvas: inout Canvas, key: StreamKey, offset: Int = 0, stage: Int? = nil
  ) throws(TransformError) -> [SampleMetadata.Draw] {
    var draws: [SampleMetadata.Draw] = []
    for (index, step) in steps.enumerated() {
      let place = String(offset + firstPlace + index)
      var random = key.stream(place: place)
      // Every operation draws this first, so that `p` never shifts what follows.
      let isApplied = random.chance(step.probability)
      var parameters: [String: JSONValue]?
      if isApplied {
        do throws(TransformError) {
          parameters = try Self.apply(step.operation, random: &random, canvas: &canvas)
        } catch {
          throw .failed(step.word, error)
        }
      }
      draws.append(
        SampleMetadata.Draw(
          name: step.name, place: place, word: step.word == step.name ? nil : step.word,
          stage: stage, parameters: parameters))
    }
    return draws
  }

  /// The operations that move pixels, by name.
  var movingOperations: [String] {
    steps.map { type(of: $0.operation).specification }.filter { $0.targets.contains(.labelMap) }
      .map(\.name)
  }

  private static func apply<Kind: Operation>(
    _ operation: Kind, random: inout RandomStream, canvas: inout Canvas
  ) throws(TransformError) -> [String: JSONValue] {
    guard canvas.normalization == nil else { throw .normalized }
    let drawn = try operation.draw(from: &random, for: &canvas)
    try operation.apply(drawn, to: &canvas)
    guard case .object(let parameters) = try? JSONValue(encoding: drawn) else { return [:] }
    return parameters
  }
}
