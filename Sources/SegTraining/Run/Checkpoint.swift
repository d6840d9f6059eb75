import SegBasics
import SegGraph
import SegImaging
import SegSamples

/// Everything that training goes on from: weights, running statistics, and the state of the optimizer.
///
/// One safetensors file. The optimizer's tensors have the names of their parameters after
/// `optimizer.exp_avg.` and `optimizer.exp_avg_sq.`, in the same shapes.
struct Checkpoint {
  static let fileName = "checkpoint.safetensors"

  /// The count of steps in the metadata of the file.
  static let stepField = "segkit.step"

  /// What the names of all tensors of the optimizer begin with.
  static let optimizerPrefix = "optimizer."
  private static let meanPrefix = optimizerPrefix + "exp_avg."
  private static let squarePrefix = optimizerPrefix + "exp_avg_sq."

  /// Writes the state after an epoch; the file before stays until this one is complete.
  ///
  /// - Throws: `SystemError`.
  static func write(
    _ network: Network, _ adam: Adam, description: ModelDescription, to path: String
  ) throws {
    var metadata = try description.metadata()
    metadata[stepField] = "\(adam.step)"
    let tensors =
      network.state() + optimizerState(adam.mean, prefix: meanPrefix, network)
      + optimizerState(adam.square, prefix: squarePrefix, network)
    try TensorFile(tensors: tensors, metadata: metadata).write(to: path)
  }

  /// Takes up the state a run was left in.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - network: Gets the weights and statistics.
  ///   - adam: Gets the state of the optimizer.
  ///   - model: What the run trains; its epoch is not looked at.
  ///   - stepsPerEpoch: Of the run.
  /// - Returns: Epochs done.
  /// - Throws: `Located` ``TrainingError/notAModel(_:)`` and what reading the file throws; `SystemError`.
  static func load(
    _ path: String, into network: Network, _ adam: inout Adam, of model: ModelDescription,
    stepsPerEpoch: Int
  ) throws -> Int {
    let file = try TensorFile(path: path)
    return try locating(path: path) {
      let description = try ModelDescription(metadata: file.metadata)
      var expected = model
      expected.epoch = description.epoch
      guard description == expected else {
        throw TrainingError.notAModel("it is the checkpoint of another run")
      }
      let steps = description.epoch.multipliedReportingOverflow(by: stepsPerEpoch)
      guard let step = file.metadata[stepField].flatMap({ Int($0) }), step >= 0,
        !steps.overflow, step == steps.partialValue
      else {
        let found = file.metadata[stepField] ?? "missing"
        throw TrainingError.notAModel(
          "\(stepField) is \(found) after \(description.epoch) epochs of \(stepsPerEpoch) steps")
      }
      let weights = file.tensors.filter { !$0.name.hasPrefix(optimizerPrefix) }
      for (place, prefix) in [(\Adam.mean, meanPrefix), (\Adam.square, squarePrefix)] {
        try network.load(weights.map { try optimizerTensor(for: $0, prefix: prefix, in: file) })
        adam[keyPath: place] = Array(network.parameters)
      }
      try network.load(weights)
      guard adam.square.allSatisfy({ $0 >= 0 }) else {
        throw TrainingError.notAModel("a mean of squares in \(squarePrefix)* is below 0")
      }
      adam.step = step
      return description.epoch
    }
  }

  /// Names an array in the layout of the parameters as the parameters are named.
  ///
  /// The network alone knows how its parameters lie in memory; so it is lent the array in their place.
  private static func optimizerState(
    _ values: [Float], prefix: String, _ network: Network
  ) -> [Network.StateTensor] {
    let parameters = Array(network.parameters)
    _ = network.parameters.update(fromContentsOf: values)
    defer { _ = network.parameters.update(fromContentsOf: parameters) }
    return network.state().filter { !isStatistic($0.name) }.map {
      Network.StateTensor(name: prefix + $0.name, shape: $0.shape, values: $0.values)
    }
  }

  private static func optimizerTensor(
    for tensor: Network.StateTensor, prefix: String, in file: TensorFile
  ) throws -> Network.StateTensor {
    guard !isStatistic(tensor.name) else { return tensor }
    guard let found = file.tensors.first(where: { $0.name == prefix + tensor.name }) else {
      throw TrainingError.notAModel("there is no tensor \(prefix)\(tensor.name)")
    }
    return Network.StateTensor(name: tensor.name, shape: found.shape, values: found.values)
  }

  /// Whether a tensor of the state is none of the parameters.
  private static func isStatistic(_ name: String) -> Bool {
    ["running_mean", "running_var", "num_batches_tracked"].contains { name.hasSuffix("." + $0) }
  }
}
