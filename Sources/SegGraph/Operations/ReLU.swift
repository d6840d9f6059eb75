import CKernels

/// `max(x, 0)`, value by value.
///
/// After a batch norm the engine does not run it: the batch norm does both (``Fusion``).
public struct ReLU: Operation {
  /// Makes the operation.
  public init() {}

  /// PyTorch's name.
  public var kind: String { "ReLU" }

  /// The shape of the input.
  public func outputShape(of inputs: [FeatureShape], layer: String) -> FeatureShape { inputs[0] }
}

extension ReLU: RunnableOperation {
  func needs(_ site: LayerSite) -> LayerNeeds {
    LayerNeeds(gradientInPlace: true, readsOutputBackward: true, keepsPromises: true)
  }

  func forward(_ layer: Layer) {
    let shape = layer.output.shape
    let input = layer.inputs[0]
    let blocks = PixelBlocks(shape: shape, samples: layer.count)
    var promise = input.promise
    promise.relu = 1
    let kept = promise
    layer.team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      let start = pixels.lowerBound * shape.channels
      seg_keep_promise(
        input.values + start, pixels.count, shape.channels, kept, layer.output.values + start)
    }
  }

  func backward(_ layer: Layer) {
    guard let gradient = layer.outputGradient else { return }
    let shape = layer.output.shape
    let blocks = PixelBlocks(shape: shape, samples: layer.count)
    layer.team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      let start = pixels.lowerBound * shape.channels
      seg_relu_gradient(
        gradient + start, layer.output.values + start, pixels.count * shape.channels,
        gradient + start)
    }
  }
}
