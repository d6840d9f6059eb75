import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegSamples

/// A model that was trained: its description and its weights.
public struct TrainedModel: Sendable {
  /// The name of the file in the folder of a run.
  public static let fileName = "model.safetensors"

  /// What the model is, and what it takes.
  public let description: ModelDescription
  private let state: [Network.StateTensor]
  /// The file.
  let path: String

  /// Reads the model of a run, or a model file.
  ///
  /// - Parameter path: The folder of a run, or a `.safetensors` file.
  /// - Throws: `Located` ``TrainingError/notAModel(_:)`` and what reading the file throws; `SystemError`.
  public init(_ path: String) throws {
    let file = try Self.file(path)
    self.path = file
    let tensors = try TensorFile(path: file)
    guard !tensors.tensors.contains(where: { $0.name.hasPrefix(Checkpoint.optimizerPrefix) }) else {
      throw Located(TrainingError.isCheckpoint(Self.fileName), path: file)
    }
    description = try locating(path: file) { try ModelDescription(metadata: tensors.metadata) }
    state = tensors.tensors
  }

  /// The model file that a path leads to, which is there and can be read, whatever it holds.
  ///
  /// - Parameter path: The folder of a run, or a file.
  /// - Throws: `SystemError`; `Located` ``TrainingError/noModel(_:)``.
  public static func file(_ path: String) throws -> String {
    let isFolder = try fileStatus(path)?.kind == .folder
    let file = isFolder ? path + "/" + fileName : path
    guard try !isFolder || fileStatus(file) != nil else {
      throw Located(TrainingError.noModel(fileName), path: path)
    }
    _ = try BufferedInput(path: file).peek(1)
    return file
  }

  /// What every picture is resized by before the model sees it: what the training data were, or where
  /// they came in the right size, an antialiased bilinear resize to it.
  ///
  /// - Throws: `Located` ``TrainingError/notAModel(_:)``.
  public func resizes() throws -> Pipeline {
    try locating(path: path) { try description.pipeline() }
  }

  /// The network with the weights, ready to predict.
  ///
  /// - Throws: `Located` what the engine throws for weights that are not those of the model.
  public func network(batchSize: Int, threads: Int) throws -> Network {
    try locating(path: path) {
      let graph = try ModelCatalog.model(named: description.model).graph(
        classes: description.classes.entries.count, input: description.input)
      return try Network(
        graph, batchSize: batchSize, threads: threads, purpose: .inference, start: .given(state))
    }
  }

  /// Refuses what the network just predicted where that is no number: weights may be finite, and grow
  /// beyond all bounds all the same.
  ///
  /// - Parameters:
  ///   - network: After ``SegGraph/Network/predict(count:)``.
  ///   - keys: Of the samples of the batch.
  /// - Throws: `Located` ``TrainingError/logitsNotFinite(sample:)``.
  func checkLogits(of network: Network, keys: [String]) throws {
    let count = description.input.width * description.input.height * network.classes
    for (place, key) in keys.enumerated() {
      let logits = UnsafeBufferPointer(
        rebasing: network.logits[place * count..<(place + 1) * count])
      guard logits.allAreFinite else {
        throw Located(TrainingError.logitsNotFinite(sample: key), path: path)
      }
    }
  }
}
