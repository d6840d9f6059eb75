import CKernels
import SegBasics

/// A graph laid out in memory for one batch size: what is trained and what predicts.
///
/// All trainable parameters lie in one buffer, their gradients in another of the same layout, so that
/// an optimizer is one loop. Nothing is allocated after `init`.
public final class Network {
  /// What a network is laid out for.
  public enum Purpose: Sendable {
    /// Forward and backward, with batch statistics; predicts too.
    case training
    /// Forward only, with running statistics; far less memory.
    case inference
  }

  /// What the parameters and statistics of a new network are.
  public enum Start: Sendable {
    /// What ``Network/initialize(seed:)`` draws.
    case drawn(seed: UInt64)
    /// What ``Network/load(_:)`` takes; nothing is drawn.
    case given([StateTensor])
    /// Zero, for whoever fills them next: nothing is drawn.
    case zero
  }

  /// One named tensor of the state: a parameter or a running statistic, in PyTorch's order.
  public struct StateTensor: Sendable, Equatable {
    /// The PyTorch state-dict name, such as `dc1.seq.0.weight`.
    public let name: String
    /// `[Cout, Cin, kh, kw]` for a convolution, `[C]` for batch norm; `[]` for a counter.
    public let shape: [Int]
    /// The values in C order of `shape`.
    public var values: [Float]

    /// Names values.
    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// The model.
  public let graph: Graph
  /// The most samples of one batch.
  public let batchSize: Int
  /// Classes of the output.
  public var classes: Int { graph.shape(of: graph.output).channels }
  /// Bytes of everything: parameters, gradients, activations, scratch.
  public var plannedBytes: Int { layout.plan.total }

  /// Pixels of the last training step whose label is a class: those its loss is the mean of.
  public private(set) var labelledPixels = 0

  let layout: NetworkLayout
  let arena: Arena
  private let team: ThreadTeam
  private let training: [Layer]
  private let inference: [Layer]
  private let loss: SoftmaxCrossEntropy?

  /// Lays out a graph.
  ///
  /// - Parameters:
  ///   - graph: The model; its last layer puts out the logits.
  ///   - batchSize: The most samples of one batch, `1 ... 65536`.
  ///   - threads: Cores to use, `1 ... 1024`; the results do not depend on it.
  ///   - purpose: Inference needs far less memory.
  ///   - start: What the parameters and statistics are at first.
  /// - Throws: ``GraphError``; ``CheckpointError`` when the given state is not the graph's.
  public init(
    _ graph: Graph, batchSize: Int, threads: Int, purpose: Purpose, start: Start = .drawn(seed: 0)
  ) throws {
    guard (1...65536).contains(batchSize) else {
      throw GraphError.badCount("batch size", batchSize)
    }
    guard (1...1024).contains(threads) else { throw GraphError.badCount("threads", threads) }
    guard !graph.nodes.isEmpty else { throw GraphError.badCount("layers", 0) }
    self.graph = graph
    self.batchSize = batchSize
    layout = try NetworkLayout(graph, batchSize: batchSize, threads: threads, purpose: purpose)
    arena = try Arena(bytes: layout.plan.total)
    layout.clearLasting(arena.start)
    team = ThreadTeam(threads: threads)
    let layers = layout.layers(arena: arena.start, team: team)
    training = layers.training
    inference = layers.inference
    loss = layout.loss(arena: arena.start, logits: training.last?.output)
    switch start {
    case .drawn(let seed): initialize(seed: seed)
    case .given(let state): try load(state)
    case .zero: break
    }
  }

  deinit {
    team.end()
  }

  /// Trainable parameters, all in one buffer; the optimizer writes here.
  public var parameters: UnsafeMutableBufferPointer<Float> {
    layout.floats(layout.parameters, arena.start)
  }
  /// Gradients of the last training step, in the layout of ``parameters``; empty for inference.
  public var gradients: UnsafeMutableBufferPointer<Float> {
    layout.gradients.map { layout.floats($0, arena.start) } ?? .init(start: nil, count: 0)
  }
  /// Where the images of a batch are written: `[N, H, W, C]`, N = ``batchSize``.
  public var input: UnsafeMutableBufferPointer<Float> { layout.floats(layout.input, arena.start) }
  /// Where the labels of a batch are written: `[N, H, W]`; no less than the classes: ignored.
  ///
  /// Empty for inference.
  public var labels: UnsafeMutableBufferPointer<UInt16> {
    guard let labels = layout.labels else { return .init(start: nil, count: 0) }
    let count = layout.plan.requests[labels].bytes / MemoryLayout<UInt16>.stride
    return .init(start: layout.pointer(labels, arena.start, as: UInt16.self), count: count)
  }
  /// What ``predict(count:)`` computed: logits `[N, H, W, classes]`.
  public var logits: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(layout.floats(layout.logits, arena.start))
  }

  /// Forward and backward over the first `count` samples of ``input`` and ``labels``; fills ``gradients``.
  ///
  /// - Returns: The loss, a mean over the pixels that are not ignored (``labelledPixels``); 0 without any.
  public func trainingStep(count: Int) -> Double {
    precondition((1...batchSize).contains(count), "a batch of \(count) of at most \(batchSize)")
    guard let loss else { preconditionFailure("the network was laid out for inference") }
    forward(training, count: count)
    let value = loss.run(count: count, team: team)
    labelledPixels = value.pixels
    for layer in training.reversed() {
      layer.operation.backward(layer)
      for sum in layer.gradientSums { sum.add(samples: count, team: team) }
    }
    return value.mean
  }

  /// Forward with running statistics; fills ``logits``.
  public func predict(count: Int) {
    precondition((1...batchSize).contains(count), "a batch of \(count) of at most \(batchSize)")
    forward(inference, count: count)
  }

  private func forward(_ layers: [Layer], count: Int) {
    keepProductsOnOneThread()
    for layer in layers {
      layer.count = count
      layer.operation.forward(layer)
    }
  }
}

extension Network {
  /// Starts every parameter and statistic anew, as PyTorch does.
  ///
  /// Each tensor has random numbers of its own, named by the seed and the tensor's name.
  public func initialize(seed: UInt64) {
    layout.eachTensor(arena.start) { name, specification, values in
      switch specification.role {
      case .uniform(let bound):
        var stream = StreamKey(seed: seed, sample: name).stream(place: "initialize")
        for index in 0..<specification.count {
          values[index] = Float(stream.uniform(-Double(bound), Double(bound)))
        }
      case .constant(let value):
        values.update(repeating: value, count: specification.count)
      case .mean: values.update(repeating: 0, count: specification.count)
      case .variance: values.update(repeating: 1, count: specification.count)
      case .counter: values[0] = 0
      }
    }
  }

  /// Parameters and running statistics, in the order of the model's PyTorch state dict.
  public func state() -> [StateTensor] {
    var state: [StateTensor] = []
    layout.eachTensor(arena.start) { name, specification, values in
      let values = specification.inPyTorchOrder(values)
      state.append(StateTensor(name: name, shape: specification.shape, values: values))
    }
    return state
  }

  /// The first parameter or running statistic that has a NaN or an infinity in it.
  ///
  /// Reads everything once, at the speed of memory; nil: all numbers are finite.
  public var firstNonFiniteTensor: String? {
    var found: String?
    layout.eachTensor(arena.start) { name, specification, values in
      guard found == nil, seg_all_finite(values, specification.count) == 0 else { return }
      found = name
    }
    return found
  }

  /// The gradients of the last training step, named and ordered as the parameters in ``state()``.
  public func gradientState() -> [StateTensor] {
    var state: [StateTensor] = []
    guard let gradients = gradients.baseAddress, let first = parameters.baseAddress else {
      return state
    }
    layout.eachTensor(arena.start) { name, specification, values in
      guard specification.isTrained else { return }
      let gradient = gradients + (values - first)
      state.append(
        StateTensor(
          name: name, shape: specification.shape, values: specification.inPyTorchOrder(gradient)))
    }
    return state
  }

  /// Takes parameters and running statistics; `num_batches_tracked` may be missing.
  ///
  /// - Throws: ``CheckpointError`` with what names or shapes are missing, unexpected or different, or
  ///   which numbers no training leaves behind; nothing is changed then.
  public func load(_ state: [StateTensor]) throws {
    var given: [String: StateTensor] = [:]
    for tensor in state {
      guard given.updateValue(tensor, forKey: tensor.name) == nil else {
        throw CheckpointError.repeatedName(tensor.name)
      }
    }
    var missing: [String] = []
    var misshapen: CheckpointError?
    var impossible: CheckpointError?
    layout.eachTensor(arena.start) { name, specification, _ in
      guard let tensor = given.removeValue(forKey: name) else {
        if specification.role != .counter { missing.append(name) }
        return
      }
      // NumPy cannot hold back from making `[1]` of a counter's `[]`.
      let fits = tensor.shape == specification.shape || specification.role == .counter
      if !fits || tensor.values.count != specification.count {
        misshapen =
          misshapen
          ?? .shapeMismatch(name, expected: specification.shape, found: tensor.shape)
      }
      if seg_all_finite(tensor.values, tensor.values.count) == 0 {
        impossible = impossible ?? .notFinite(name)
      } else if specification.role == .variance, tensor.values.contains(where: { $0 < 0 }) {
        impossible = impossible ?? .negativeVariance(name)
      }
    }
    if let misshapen { throw misshapen }
    guard missing.isEmpty, given.isEmpty else {
      throw CheckpointError.namesDiffer(
        missing: missing, unexpected: state.map(\.name).filter { given[$0] != nil })
    }
    if let impossible { throw impossible }
    let byName = Dictionary(uniqueKeysWithValues: state.map { ($0.name, $0.values) })
    layout.eachTensor(arena.start) { name, specification, values in
      guard let given = byName[name] else { return }
      specification.takePyTorchOrder(given, into: values)
    }
  }
}
