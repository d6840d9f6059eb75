/// Puts each value where a max pooling found its largest, zero elsewhere.
///
/// Its second input is the pooling layer it undoes: the indices are read, not the values.
public struct MaxUnpool: Operation {
  /// The shape before the pooling.
  public let target: FeatureShape

  /// Makes the operation.
  ///
  /// - Parameter target: The shape before the pooling, which may be odd; its channels count.
  public init(target: FeatureShape) { self.target = target }

  /// PyTorch's name.
  public var kind: String { "MaxUnpool2d" }
  /// The values, and the pooling.
  public var inputCount: Int { 2 }
  /// 2×2.
  public var kernel: [Int]? { [2, 2] }

  /// The shape before the pooling.
  ///
  /// - Throws: ``GraphError/unpoolMismatch(_:pooled:layer:)``.
  public func outputShape(
    of inputs: [FeatureShape], layer: String
  ) throws(GraphError) -> FeatureShape {
    guard inputs[0] == inputs[1], inputs[0].channels == target.channels,
      inputs[0].height == target.height / 2, inputs[0].width == target.width / 2
    else {
      throw .unpoolMismatch(inputs[0], pooled: inputs[1], layer: layer)
    }
    return target
  }
}

extension MaxUnpool: RunnableOperation {
  func needs(_ site: LayerSite) -> LayerNeeds { LayerNeeds(indexInput: 1) }

  func forward(_ layer: Layer) {
    guard let pool = layer.indexLayer else { return }
    rows(layer).spread(
      layer.inputs[0].values, into: layer.output.values, index: pool.saved, team: layer.team)
  }

  func backward(_ layer: Layer) {
    guard let pool = layer.indexLayer, let gradient = layer.outputGradient,
      let target = layer.inputGradients[0]
    else { return }
    rows(layer).gather(gradient, into: target, index: pool.saved, team: layer.team)
  }

  private func rows(_ layer: Layer) -> PoolRows {
    PoolRows(full: layer.output.shape, pooled: layer.inputs[0].shape, samples: layer.count)
  }
}
