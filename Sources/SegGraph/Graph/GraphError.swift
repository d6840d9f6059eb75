import SegBasics

/// What can be wrong with a graph, found while it is built or laid out.
public enum GraphError: SegError {
  /// An extent is not positive, or larger than any machine holds.
  case badShape(FeatureShape, layer: String)
  /// The input is too small for the layer.
  case tooSmall(FeatureShape, layer: String)
  /// The layer is a valid one, but the engine does not compute it.
  case unsupported(String, layer: String)
  /// Two layers would write parameters of the same name.
  case repeatedName(String)
  /// Values that are added have different shapes.
  case sumMismatch(FeatureShape, FeatureShape, layer: String)
  /// The upsampled shape does not belong to the pooling it undoes.
  case unpoolMismatch(FeatureShape, pooled: FeatureShape, layer: String)
  /// What is unpooled through is no max pooling.
  case unpoolWithoutPool(layer: String)
  /// A layer reads another number of values than its operation does.
  case inputCount(Int, expected: Int, layer: String)
  /// A batch, class or thread count is out of range.
  case badCount(String, Int)
  /// The system does not give the memory.
  case outOfMemory(bytes: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    if case .outOfMemory = self { .outOfResources } else { .badData }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .badShape(let shape, let layer): "layer \(layer): impossible shape \(shape)"
    case .tooSmall(let shape, let layer): "layer \(layer): its input of \(shape) is too small"
    case .unsupported(let what, let layer): "layer \(layer): \(what) is not supported"
    case .repeatedName(let name): "two layers are named \(name)"
    case .sumMismatch(let left, let right, let layer):
      "layer \(layer): \(left) and \(right) cannot be added"
    case .unpoolMismatch(let shape, let pooled, let layer):
      "layer \(layer): \(shape) cannot be unpooled through indices of \(pooled)"
    case .unpoolWithoutPool(let layer):
      "layer \(layer): its second input is not the output of a max pooling"
    case .inputCount(let count, let expected, let layer):
      "layer \(layer): reads \(count) values instead of \(expected)"
    case .outOfMemory(let bytes):
      "the network needs \(bytes >> 20) MiB of memory, more than there is; use smaller batches"
    case .badCount(let what, let count): "\(what) cannot be \(count)"
    }
  }
}
