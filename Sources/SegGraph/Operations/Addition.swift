import CKernels

/// The sum of two values of one shape: what a residual connection ends in.
public struct Addition: Operation {
  /// Makes the operation.
  public init() {}

  /// PyTorch's name of the function; it is no module there.
  public var kind: String { "add" }
  /// The two addends.
  public var inputCount: Int { 2 }

  /// The shape of both inputs.
  ///
  /// - Throws: ``GraphError/sumMismatch(_:_:layer:)``.
  public func outputShape(
    of inputs: [FeatureShape], layer: String
  ) throws(GraphError) -> FeatureShape {
    guard inputs[0] == inputs[1] else {
      throw .sumMismatch(inputs[0], inputs[1], layer: layer)
    }
    return inputs[0]
  }
}

extension Addition: RunnableOperation {
  func needs(_ site: LayerSite) -> LayerNeeds { LayerNeeds() }

  func forward(_ layer: Layer) {
    eachBlock(layer) { start, count in
      (layer.output.values + start).update(from: layer.inputs[0].values + start, count: count)
      seg_add(layer.inputs[1].values + start, count, layer.output.values + start)
    }
  }

  func backward(_ layer: Layer) {
    guard let gradient = layer.outputGradient else { return }
    eachBlock(layer) { start, count in
      for target in layer.inputGradients {
        if let target { (target + start).update(from: gradient + start, count: count) }
      }
    }
  }

  private func eachBlock(_ layer: Layer, _ body: (_ start: Int, _ count: Int) -> Void) {
    let shape = layer.output.shape
    let blocks = PixelBlocks(shape: shape, samples: layer.count)
    layer.team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      body(pixels.lowerBound * shape.channels, pixels.count * shape.channels)
    }
  }
}
