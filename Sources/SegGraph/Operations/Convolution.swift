import CKernels

/// A two-dimensional convolution (cross-correlation, as in every deep-learning library), no bias.
///
/// The shape rule holds for any stride, padding and dilation; the engine computes those that keep the
/// size: stride 1, odd kernel, padding half of it.
public struct Convolution: Operation {
  /// Channels put out.
  public let channels: Int
  /// Side of the kernel.
  public let size: Int
  /// Pixels between neighbouring outputs.
  public let stride: Int
  /// Zeros on each side.
  public let padding: Int
  /// Pixels between neighbouring taps.
  public let dilation: Int

  /// Makes the operation; all counts in pixels.
  public init(channels: Int, size: Int = 3, stride: Int = 1, padding: Int = 1, dilation: Int = 1) {
    self.channels = channels
    self.size = size
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// PyTorch's name.
  public var kind: String { "Conv2d" }
  /// The kernel.
  public var kernel: [Int]? { [size, size] }

  /// `⌊(n + 2·padding − dilation·(size − 1) − 1) / stride⌋ + 1` in each direction.
  ///
  /// - Throws: ``GraphError``.
  public func outputShape(
    of inputs: [FeatureShape], layer: String
  ) throws(GraphError) -> FeatureShape {
    let range = 1...1024
    guard range.contains(size), range.contains(stride), range.contains(dilation),
      (0...1024).contains(padding)
    else {
      throw .unsupported(
        "kernel \(size), stride \(stride), padding \(padding), dilation \(dilation)", layer: layer)
    }
    func extent(_ n: Int) -> Int { (n + 2 * padding - dilation * (size - 1) - 1) / stride + 1 }
    let input = inputs[0]
    let reach = dilation * (size - 1) + 1
    guard input.height + 2 * padding >= reach, input.width + 2 * padding >= reach else {
      throw .tooSmall(input, layer: layer)
    }
    guard size % 2 == 1, stride == 1, dilation == 1, padding == size / 2 else {
      throw .unsupported(
        "kernel \(size), stride \(stride), padding \(padding), dilation \(dilation)", layer: layer)
    }
    return FeatureShape(
      height: extent(input.height), width: extent(input.width), channels: channels)
  }

  /// The filters, drawn from `U(±1/√fan_in)`.
  public func parameters(for inputs: [FeatureShape]) -> [ParameterSpecification] {
    let incoming = inputs[0].channels
    let bound = 1 / Float(incoming * size * size).squareRoot()
    return [
      ParameterSpecification(
        "weight", shape: [channels, incoming, size, size], role: .uniform(bound: bound),
        layout: .filter)
    ]
  }

  /// Every output value is a product of a patch and a filter.
  public func multiplyAdds(inputs: [FeatureShape], output: FeatureShape) -> Int {
    output.count * inputs[0].channels * size * size
  }
}

/// A way to compute a convolution.
protocol ConvolutionAlgorithm {
  /// The convolution that carries gradients back.
  var transposed: Self { get }
  /// Tasks of ``run(_:filter:into:statistics:scratch:team:)``.
  var tasks: Int { get }
  var scratch: LayerNeeds.Scratch { get }
  var transposedScratch: LayerNeeds.Scratch { get }
  var filterGradientScratch: LayerNeeds.Scratch { get }
  func run(
    _ source: Tensor, filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    statistics: ChannelStatistics?, scratch: Layer.Scratch, team: ThreadTeam)
  func runTransposed(
    _ gradient: Tensor, filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    scratch: Layer.Scratch, team: ThreadTeam)
  func filterGradient(
    _ source: Tensor, gradient: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    scratch: Layer.Scratch, team: ThreadTeam)
}

extension PatchConvolution: ConvolutionAlgorithm {}
extension WinogradConvolution: ConvolutionAlgorithm {}

extension Convolution: RunnableOperation {
  private func algorithm(input: FeatureShape, samples: Int) -> any ConvolutionAlgorithm {
    if WinogradConvolution.computes(kernel: size, input: input, outputChannels: channels) {
      WinogradConvolution(input: input, outputChannels: channels, samples: samples)
    } else {
      PatchConvolution(
        input: input, outputChannels: channels, kernel: size, samples: samples)
    }
  }

  func needs(_ site: LayerSite) -> LayerNeeds {
    var needs = LayerNeeds(readsInputBackward: true, keepsPromises: true)
    let algorithm = algorithm(input: site.inputs[0], samples: site.batchSize)
    if site.gathersStatistics {
      needs.state = ChannelStatistics.bytes(channels: channels, tasks: algorithm.tasks)
    }
    needs.forwardScratch = algorithm.scratch
    if site.isTraining {
      needs.backwardScratch = algorithm.filterGradientScratch
      if site.passesGradient {
        let carrying = algorithm.transposed.transposedScratch
        needs.backwardScratch.shared = max(needs.backwardScratch.shared, carrying.shared)
        needs.backwardScratch.perThread = max(
          needs.backwardScratch.perThread, carrying.perThread)
      }
    }
    return needs
  }

  func statistics(_ site: LayerSite, memory: UnsafeMutableRawPointer) -> ChannelStatistics? {
    guard site.gathersStatistics else { return nil }
    let tasks = algorithm(input: site.inputs[0], samples: site.batchSize).tasks
    return ChannelStatistics(channels: channels, tasks: tasks, memory: memory)
  }

  func forward(_ layer: Layer) {
    algorithm(input: layer.inputs[0].shape, samples: layer.count).run(
      layer.inputs[0], filter: layer.parameters[0], into: layer.output.values,
      statistics: layer.output.statistics, scratch: layer.forwardScratch, team: layer.team)
  }

  func backward(_ layer: Layer) {
    guard let gradient = layer.outputGradient, let forFilter = layer.parameterGradients[0] else {
      return
    }
    let algorithm = algorithm(input: layer.inputs[0].shape, samples: layer.count)
    algorithm.filterGradient(
      layer.inputs[0], gradient: gradient, into: forFilter, scratch: layer.backwardScratch,
      team: layer.team)
    guard let target = layer.inputGradients[0] else { return }
    algorithm.transposed.runTransposed(
      Tensor(values: gradient, shape: layer.output.shape), filter: layer.parameters[0],
      into: target, scratch: layer.backwardScratch, team: layer.team)
  }
}
