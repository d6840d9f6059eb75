import SegBasics
import SegGraph

/// The state of a network in a safetensors file.
struct TensorFile {
  /// The tensors; read: in the order of the file.
  let tensors: [Network.StateTensor]
  /// Text by name.
  let metadata: [String: String]

  /// Puts a file together.
  init(tensors: [Network.StateTensor], metadata: [String: String]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a file.
  ///
  /// - Throws: `Located` `CheckpointError`; `SystemError`.
  init(path: String) throws {
    let bytes = try readFile(path)
    let file = try locating(path: path) { try Safetensors(reading: bytes) }
    metadata = file.metadata
    tensors = try locating(path: path) {
      try file.tensors.map {
        let values = try $0.floats()
        if let fault = Self.fault(in: values, named: $0.name) {
          throw CheckpointError.badTensor($0.name, fault)
        }
        return Network.StateTensor(name: $0.name, shape: $0.shape, values: values)
      }
    }
  }

  /// What no training leaves in a tensor, and what would spread from it to every pixel.
  private static func fault(in values: [Float], named name: String) -> String? {
    guard values.allAreFinite else { return "a value is not a finite number" }
    if name.hasSuffix(".running_var"), values.contains(where: { $0 < 0 }) {
      return "a variance is below 0"
    }
    if name.hasSuffix(counter), !values.allSatisfy({ count(of: $0) != nil }) {
      return "\(values.first ?? 0) is no count of batches"
    }
    return nil
  }

  private static let counter = ".num_batches_tracked"

  /// What a counter says; nil for what cannot be one.
  private static func count(of value: Float) -> Int64? {
    value >= 0 && value <= 0x1p53 ? Int64(exactly: value) : nil
  }

  /// Writes the file; what stood under the name stays until it is complete.
  ///
  /// - Throws: `SystemError`.
  func write(to path: String) throws {
    let tensors = tensors.map { tensor in
      // PyTorch counts batches in a whole number.
      if tensor.name.hasSuffix(Self.counter), tensor.values.count == 1,
        let count = Self.count(of: tensor.values[0])
      {
        return Safetensors.Tensor(name: tensor.name, integer: count)
      }
      return Safetensors.Tensor(name: tensor.name, shape: tensor.shape, floats: tensor.values)
    }
    let bytes = try locating(path: path) {
      try Safetensors(tensors: tensors, metadata: metadata).encoded()
    }
    try AtomicFile.write(bytes, to: path)
  }
}
