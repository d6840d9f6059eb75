import SegBasics
import SegSamples

/// One word of a pipeline, with all that is inside it: a node of the tree a pipeline is.
struct Step: Sendable {
  /// What is done.
  enum Action: Sendable {
    /// One operation: a leaf of the tree.
    case operation(any Operation)
    /// Some of the children, or all.
    case combination(Combination)
    /// Operations a published policy draws.
    case policy(any Policy)
  }

  let action: Action
  /// The chance with which it is done; inside `oneof`, its weight.
  let probability: Double
  /// As it was written, parameters and all.
  let word: String
  /// The parameters.
  let arguments: OperationArguments

  /// What it is called, such as `hflip` or `oneof`.
  var name: String { arguments.specification.name }

  /// The operations that may be applied, by name, in the order written.
  var leafNames: [String] {
    switch action {
    case .operation: [name]
    case .combination(let combination): combination.children.flatMap(\.leafNames)
    case .policy(let policy): policy.operationNames
    }
  }

  /// An operation that may be applied and that none may follow.
  var lastOperation: String? {
    leafNames.first {
      OperationCatalog.operation(named: $0)?.specification.comesLast == true
    }
  }

  /// What comes before a step inside this one, which is always done then; nil for nothing.
  ///
  /// Of children that are chosen, only those count that lead to the step.
  ///
  /// - Parameter path: The indices of the children that lead to the step.
  func before(_ path: ArraySlice<Int>) -> Step? {
    guard let index = path.first, case .combination(let combination) = action,
      combination.children.indices.contains(index)
    else { return nil }
    var children = combination.isSequence ? Array(combination.children[..<index]) : []
    if let inner = combination.children[index].before(path.dropFirst()) { children.append(inner) }
    guard !children.isEmpty else { return nil }
    return Step(
      action: .combination(Combination(kind: .all, children: children)), probability: 1, word: word,
      arguments: arguments)
  }

  /// How many operations are applied to a sample at most.
  var mostOperations: Int {
    switch action {
    case .operation: 1
    case .combination(let combination): combination.mostOperations
    case .policy(let policy): policy.mostOperations
    }
  }
}

/// A sample on its way through a pipeline, and what was drawn for it so far.
struct PipelineRun {
  /// Names the random numbers.
  let key: StreamKey
  /// Which command of a pipe this is, from 0; nil for the first.
  let stage: Int?
  /// What was drawn: by operations, and by what did without any.
  private(set) var draws: [SampleMetadata.Draw] = []

  init(key: StreamKey, stage: Int?) {
    self.key = key
    self.stage = stage
  }

  /// Applies a step, or leaves it out as chance wants.
  ///
  /// - Parameters:
  ///   - place: The path of the step in the pipeline, such as `2/0`; names its random numbers.
  ///   - path: As ``Canvas/path`` has it.
  ///   - isForced: Whether it was chosen already, so that its own chance does not count.
  /// - Throws: ``TransformError``.
  mutating func apply(
    _ step: Step, at place: String, path: [Int], isForced: Bool = false, to canvas: inout Canvas
  ) throws(TransformError) {
    var random = key.stream(place: place)
    // Every step draws this first, so that `p` never shifts what follows.
    let isChosen = random.chance(step.probability)
    guard isChosen || isForced else {
      record(step, place, parameters: nil)
      return
    }
    let before = draws.count
    switch step.action {
    case .operation(let operation):
      canvas.path = path
      do throws(TransformError) {
        let parameters = try Self.apply(operation, random: &random, canvas: &canvas)
        record(step, place, parameters: parameters)
      } catch {
        throw .failed(step.word, error)
      }
    case .combination(let combination):
      for choice in combination.choose(from: &random) {
        try apply(
          combination.children[choice.child], at: "\(place)/\(choice.place)",
          path: path + [choice.child], isForced: combination.forces, to: &canvas)
      }
    case .policy(let policy):
      let chosen: [Policy.Choice]
      do throws(TransformError) {
        chosen = try policy.choose(from: &random, size: canvas.size)
      } catch {
        throw .failed(step.word, error)
      }
      for (index, choice) in chosen.enumerated() {
        let place = "\(place)/\(index)"
        if choice.isApplied {
          try apply(choice.step, at: place, path: path, isForced: true, to: &canvas)
        } else {
          record(choice.step, place, parameters: nil)
        }
      }
    }
    // The last draw says how many words a sample went through: each word leaves one at least.
    if draws.count == before { record(step, place, parameters: nil) }
  }

  private mutating func record(
    _ step: Step, _ place: String, parameters: [String: JSONValue]?
  ) {
    draws.append(
      SampleMetadata.Draw(
        name: step.name, place: place, word: step.word == step.name ? nil : step.word,
        stage: stage, parameters: parameters))
  }

  private static func apply<Kind: Operation>(
    _ operation: Kind, random: inout RandomStream, canvas: inout Canvas
  ) throws(TransformError) -> [String: JSONValue] {
    guard canvas.normalization == nil else { throw .normalized }
    let drawn = try operation.draw(from: &random, for: &canvas)
    try operation.apply(drawn, to: &canvas)
    guard case .object(let parameters) = try? JSONValue(encoding: drawn) else {
      throw .badDraw("what was drawn cannot be recorded")
    }
    return parameters
  }
}
