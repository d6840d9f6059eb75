import CKernels

/// Batch normalisation over the pixels of a batch, with an optional ReLU behind it.
///
/// `y = γ·(x − μ)/√(σ² + ε) + β`. Training: μ and σ² of the batch (σ² biased), and the running
/// statistics move a tenth of the way (σ² unbiased); inference: the running statistics.
///
/// The normalised values are not written where every reader can do the multiply-add itself
/// (``Tensor/promise``); the sums come from the layer before where it gathers them.
public struct BatchNorm: Operation {
  /// ε, PyTorch's default.
  public static let epsilon = 1e-5
  /// How far the running statistics move.
  public static let momentum = 0.1

  /// A ReLU follows, which this layer does as well.
  let hasReLU: Bool

  /// Makes the operation.
  public init() { self.init(hasReLU: false) }

  init(hasReLU: Bool) { self.hasReLU = hasReLU }

  /// PyTorch's name.
  public var kind: String { "BatchNorm2d" }

  /// The shape of the input.
  public func outputShape(of inputs: [FeatureShape], layer: String) -> FeatureShape { inputs[0] }

  /// γ, β, running mean and variance, and how many batches they have seen.
  public func parameters(for inputs: [FeatureShape]) -> [ParameterSpecification] {
    let shape = [inputs[0].channels]
    return [
      ParameterSpecification("weight", shape: shape, role: .constant(1)),
      ParameterSpecification("bias", shape: shape, role: .constant(0)),
      ParameterSpecification("running_mean", shape: shape, role: .mean),
      ParameterSpecification("running_var", shape: shape, role: .variance),
      ParameterSpecification("num_batches_tracked", shape: [], role: .counter),
    ]
  }
}

extension BatchNorm: RunnableOperation {
  func needs(_ site: LayerSite) -> LayerNeeds {
    let channels = site.output.channels
    var needs = LayerNeeds()
    needs.outputSharesInput = site.mayPromise
    needs.gradientInPlace = true
    needs.readsInputBackward = true
    needs.state = Numbers.count * channels * MemoryLayout<Float>.stride
    let sums = ChannelStatistics.bytes(
      channels: channels,
      tasks: PixelBlocks(shape: site.output, samples: site.batchSize).count)
    needs.forwardScratch.shared = site.isTraining ? sums : 0
    needs.backwardScratch.shared = sums
    return needs
  }

  /// The numbers kept for each channel.
  private struct Numbers {
    static let count = 6
    let scale: UnsafeMutablePointer<Float>
    let shift: UnsafeMutablePointer<Float>
    let mean: UnsafeMutablePointer<Float>
    /// What makes the gradient of the input from that of the output and from the input.
    let byGradient: UnsafeMutablePointer<Float>
    let byValue: UnsafeMutablePointer<Float>
    let offset: UnsafeMutablePointer<Float>

    init(_ layer: Layer) {
      let channels = layer.output.shape.channels
      let start = layer.state.assumingMemoryBound(to: Float.self)
      scale = start
      shift = start + channels
      mean = start + 2 * channels
      byGradient = start + 3 * channels
      byValue = start + 4 * channels
      offset = start + 5 * channels
    }
  }

  /// What a reader of the layer's output has to do.
  func promise(of layer: Layer) -> seg_promise {
    let numbers = Numbers(layer)
    return seg_promise(scale: numbers.scale, shift: numbers.shift, relu: hasReLU ? 1 : 0)
  }

  func forward(_ layer: Layer) {
    if layer.isTraining { takeBatchStatistics(layer) } else { takeRunningStatistics(layer) }
    let shape = layer.output.shape
    let input = layer.inputs[0].values
    guard layer.output.values != input else { return }
    let promise = promise(of: layer)
    let blocks = PixelBlocks(shape: shape, samples: layer.count)
    layer.team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      let start = pixels.lowerBound * shape.channels
      seg_keep_promise(
        input + start, pixels.count, shape.channels, promise, layer.output.values + start)
    }
  }

  private func takeRunningStatistics(_ layer: Layer) {
    let numbers = Numbers(layer)
    for channel in 0..<layer.output.shape.channels {
      let deviation = (Double(layer.parameters[3][channel]) + Self.epsilon).squareRoot()
      let scale = Double(layer.parameters[0][channel]) / deviation
      numbers.scale[channel] = Float(scale)
      numbers.shift[channel] = Float(
        Double(layer.parameters[1][channel]) - Double(layer.parameters[2][channel]) * scale)
    }
  }

  private func takeBatchStatistics(_ layer: Layer) {
    let input = layer.inputs[0]
    let shape = input.shape
    let (sums, squares) = (input.statistics ?? gatherSums(layer)).total()
    let numbers = Numbers(layer)
    let samples = Double(layer.count * shape.pixels)
    for channel in 0..<shape.channels {
      let mean = sums[channel] / samples
      // Rounding may leave less than nothing; NaN has to stay, which `max` would drop.
      let difference = squares[channel] / samples - mean * mean
      let variance = difference < 0 ? 0 : difference
      let deviation = (variance + Self.epsilon).squareRoot()
      let scale = Double(layer.parameters[0][channel]) / deviation
      numbers.scale[channel] = Float(scale)
      numbers.shift[channel] = Float(Double(layer.parameters[1][channel]) - mean * scale)
      numbers.mean[channel] = Float(mean)
      numbers.byValue[channel] = Float(1 / deviation)
      let unbiased = samples > 1 ? variance * samples / (samples - 1) : variance
      move(&layer.parameters[2][channel], towards: mean)
      move(&layer.parameters[3][channel], towards: unbiased)
    }
    layer.parameters[4][0] += 1
  }

  private func move(_ running: inout Float, towards value: Double) {
    running = Float((1 - Self.momentum) * Double(running) + Self.momentum * value)
  }

  private func gatherSums(_ layer: Layer) -> ChannelStatistics {
    let input = layer.inputs[0]
    let channels = input.shape.channels
    let blocks = PixelBlocks(shape: input.shape, samples: layer.count)
    let statistics = ChannelStatistics(
      channels: channels, tasks: blocks.count,
      memory: UnsafeMutableRawPointer(layer.forwardScratch.floats))
    statistics.begin(tasks: blocks.count)
    layer.team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      statistics.add(
        input.values + pixels.lowerBound * channels, pixels: pixels.count, task: task)
    }
    return statistics
  }

  /// Two passes: the sums over the batch, then the gradient of each value.
  ///
  /// `dx = γ/s·(g − Σg/n − x̂·Σ(g·x̂)/n)` with `x̂ = (x − μ)/s`, `s = √(σ² + ε)`, and g the gradient of
  /// the output where the ReLU let it through.
  func backward(_ layer: Layer) {
    guard let gradient = layer.outputGradient else { return }
    let input = layer.inputs[0]
    let channels = input.shape.channels
    let numbers = Numbers(layer)
    let promise = promise(of: layer)
    let blocks = PixelBlocks(shape: input.shape, samples: layer.count)
    let statistics = ChannelStatistics(
      channels: channels, tasks: blocks.count,
      memory: UnsafeMutableRawPointer(layer.backwardScratch.floats))
    statistics.begin(tasks: blocks.count)
    layer.team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      let start = pixels.lowerBound * channels
      seg_batch_norm_sums(
        gradient + start, input.values + start, pixels.count, channels, promise, numbers.mean,
        statistics.sums(of: task), statistics.products(of: task))
    }
    let (sums, products) = statistics.total()
    let samples = Double(layer.count * input.shape.pixels)
    for channel in 0..<channels {
      let inverse = Double(numbers.byValue[channel])
      let scale = Double(numbers.scale[channel])
      let forWeight = products[channel] * inverse
      layer.parameterGradients[0]?[channel] = Float(forWeight)
      layer.parameterGradients[1]?[channel] = Float(sums[channel])
      numbers.byGradient[channel] = Float(scale)
      numbers.byValue[channel] = Float(-scale * inverse * forWeight / samples)
      numbers.offset[channel] = Float(-scale * sums[channel] / samples)
    }
    guard let target = layer.inputGradients[0] else { return }
    layer.team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      let start = pixels.lowerBound * channels
      seg_batch_norm_gradient(
        gradient + start, input.values + start, pixels.count, channels, promise, numbers.mean,
        numbers.byGradient, numbers.byValue, numbers.offset, target + start)
    }
  }
}
