import CKernels

/// What a layer computes: the rules that hold without any numbers.
public protocol Operation: Sendable {
  /// The layer's kind as PyTorch names it, such as `Conv2d`.
  var kind: String { get }
  /// The kernel `[kh, kw]`, for layers that have one.
  var kernel: [Int]? { get }
  /// The values the layer reads.
  var inputCount: Int { get }
  /// The shape put out for inputs of these shapes, as many as ``inputCount``.
  ///
  /// - Throws: ``GraphError`` when they do not fit.
  func outputShape(of inputs: [FeatureShape], layer: String) throws(GraphError) -> FeatureShape
  /// The tensors of the layer, in PyTorch's order.
  func parameters(for inputs: [FeatureShape]) -> [ParameterSpecification]
  /// Multiply-adds for one sample.
  func multiplyAdds(inputs: [FeatureShape], output: FeatureShape) -> Int
}

extension Operation {
  /// One value.
  public var inputCount: Int { 1 }
  /// No kernel.
  public var kernel: [Int]? { nil }
  /// No parameters.
  public func parameters(for inputs: [FeatureShape]) -> [ParameterSpecification] { [] }
  /// Nothing that counts.
  public func multiplyAdds(inputs: [FeatureShape], output: FeatureShape) -> Int { 0 }
}

/// An operation the engine computes.
protocol RunnableOperation: Operation {
  /// What the layer needs of memory, asked once when the network is laid out.
  func needs(_ site: LayerSite) -> LayerNeeds
  /// What readers of the output must still do, when the output shares the input's storage.
  func promise(of layer: Layer) -> seg_promise
  /// Where the layer gathers the sums of its output, when the site asks for them.
  func statistics(_ site: LayerSite, memory: UnsafeMutableRawPointer) -> ChannelStatistics?
  /// Fills the output.
  func forward(_ layer: Layer)
  /// Fills the gradients of parameters and input from the gradient of the output.
  func backward(_ layer: Layer)
}

extension RunnableOperation {
  func promise(of layer: Layer) -> seg_promise { seg_promise(scale: nil, shift: nil, relu: 0) }
  func statistics(_ site: LayerSite, memory: UnsafeMutableRawPointer) -> ChannelStatistics? { nil }
}

/// Where a layer stands: shapes and neighbours, before there is memory.
struct LayerSite {
  let inputs: [FeatureShape]
  let output: FeatureShape
  let batchSize: Int
  let isTraining: Bool
  /// A batch norm reads the output and wants its sums.
  let gathersStatistics: Bool
  /// The output may stay a promise, because every reader keeps promises.
  let mayPromise: Bool
  /// The gradient of the input is wanted.
  let passesGradient: Bool
}

/// What a layer needs of memory; sizes in bytes.
struct LayerNeeds {
  /// The output shares the storage of the first input.
  var outputSharesInput = false
  /// The gradient of the input replaces the gradient of the output.
  var gradientInPlace = false
  /// Backward reads the input again.
  var readsInputBackward = false
  /// Backward reads the output again.
  var readsOutputBackward = false
  /// The input whose saved indices, not values, are read.
  var indexInput: Int?
  /// The input may be a promise.
  var keepsPromises = false
  /// Small numbers kept as long as the network: statistics, scales.
  var state = 0
  /// Numbers from forward to backward, such as pooling indices.
  var saved = 0
  /// Scratch of one forward or backward pass: shared, and for each thread.
  var forwardScratch = Scratch()
  var backwardScratch = Scratch()

  struct Scratch {
    var shared = 0
    var perThread = 0
  }
}
