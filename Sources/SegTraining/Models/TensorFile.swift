import SegBasics
import SegGraph
import SystemPackage

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
        Network.StateTensor(name: $0.name, shape: $0.shape, values: try $0.floats())
      }
    }
  }

  /// Writes the file; what stood under the name stays until it is complete.
  ///
  /// - Throws: `SystemError`.
  func write(to path: String) throws {
    let tensors = tensors.map { tensor in
      // PyTorch counts batches in a whole number.
      tensor.name.hasSuffix(".num_batches_tracked") && tensor.values.count == 1
        ? Safetensors.Tensor(name: tensor.name, integer: Int64(tensor.values[0]))
        : Safetensors.Tensor(name: tensor.name, shape: tensor.shape, floats: tensor.values)
    }
    let bytes = try locating(path: path) {
      try Safetensors(tensors: tensors, metadata: metadata).encoded()
    }
    // One name whoever writes, so that what a killed run left is found and removed by the next.
    let name = FilePath(path)
    let hidden = ".\(name.lastComponent?.string ?? "").partial"
    let temporary = name.removingLastComponent().appending(hidden).string
    try removeFile(temporary)
    let file = try AtomicFile(path, temporary: temporary)
    try file.write(bytes)
    try file.commit()
  }
}
