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
      guard let type = OperationCatalog.operation(named: Self.name(of: word)) else {
        throw Self.unknown(word)
      }
      let arguments = try OperationArguments(word, specification: type.specification)
      steps.append(
        Step(operation: try type.init(arguments), probability: try arguments.probability()))
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
    let count = words.prefix { OperationCatalog.operation(named: name(of: $0)) != nil }.count
    let inputs = Array(words.dropFirst(count))
    for word in inputs where try !isInput(word) {
      let isOperation = OperationCatalog.operation(named: name(of: word)) != nil
      throw isOperation ? OperationError.operationAfterInput(word) : unknown(word)
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
  ///   - image: The picture.
  ///   - labelMaps: The label maps, moved alike.
  ///   - key: Names the random numbers.
  ///   - offset: How many operations the sample went through before. A pipe of two commands then
  ///     draws what one command with all the operations draws.
  /// - Returns: What was drawn, for every operation.
  /// - Throws: ``TransformError``.
  public func apply(
    to image: inout Image, labelMaps: inout [LabelMap], key: StreamKey, offset: Int = 0
  ) throws(TransformError) -> [SampleMetadata.Draw] {
    var draws: [SampleMetadata.Draw] = []
    for (index, step) in steps.enumerated() {
      let place = String(offset + firstPlace + index)
      var random = key.stream(place: place)
      // Every operation draws this first, so that `p` never shifts what follows.
      let isApplied = random.chance(step.probability)
      let parameters =
        isApplied
        ? try Self.apply(step.operation, random: &random, image: &image, labelMaps: &labelMaps)
        : nil
      draws.append(
        SampleMetadata.Draw(
          name: type(of: step.operation).specification.name, place: place, parameters: parameters))
    }
    return draws
  }

  /// The operations that move pixels, by name.
  var movingOperations: [String] {
    steps.map { type(of: $0.operation).specification }.filter { $0.targets.contains(.labelMap) }
      .map(\.name)
  }

  private static func apply<Kind: Operation>(
    _ operation: Kind, random: inout RandomStream, image: inout Image, labelMaps: inout [LabelMap]
  ) throws(TransformError) -> [String: JSONValue] {
    let drawn = operation.draw(from: &random, size: image.size)
    try operation.apply(drawn, to: &image)
    for index in labelMaps.indices { operation.apply(drawn, to: &labelMaps[index]) }
    return operation.record(drawn)
  }

  private static func name(of word: String) -> Substring {
    word.prefix { $0 != "=" && $0 != ":" }
  }

  private static func unknown(_ word: String) -> OperationError {
    let name = String(name(of: word))
    let known = OperationCatalog.specifications.map(\.name)
    return .unknownOperation(word, nearest: nearestName(to: name, in: known))
  }
}
