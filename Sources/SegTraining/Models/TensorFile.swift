import SegBasics
import SegGraph
import SegImaging

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
  /// - Throws: `Located` `CheckpointError`, ``TrainingError/notSafetensors(_:)``; `SystemError`.
  init(path: String) throws {
    let bytes = try readFile(path)
    // The header, an object, stands behind its length.
    guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else {
      throw Located(TrainingError.notSafetensors(Self.kind(of: bytes)), path: path)
    }
    let file = try locating(path: path) { try Safetensors(reading: bytes) }
    metadata = file.metadata
    tensors = try locating(path: path) {
      try file.tensors.map {
        let values = try $0.floats()
        try Self.check(values, of: $0.name)
        return Network.StateTensor(name: $0.name, shape: $0.shape, values: values)
      }
    }
  }

  /// Refuses what no training leaves in a tensor, and what would spread from it to every pixel.
  private static func check(_ values: [Float], of name: String) throws(CheckpointError) {
    guard values.allAreFinite else { throw .notFinite(name) }
    if name.hasSuffix(".running_var"), values.contains(where: { $0 < 0 }) {
      throw .negativeVariance(name)
    }
    if name.hasSuffix(counter), !values.allSatisfy({ count(of: $0) != nil }) {
      throw .badTensor(name, "\(values.first ?? 0) is no count of batches")
    }
  }

  /// What a file that is no safetensors file looks like, if that is known.
  private static func kind(of bytes: [UInt8]) -> String? {
    if let format = ImageFormat(sniffing: bytes) { return "\(format.name) picture" }
    // torch.save writes a zip archive, and before PyTorch 1.6 a pickle.
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) { return "zip archive, as torch.save writes" }
    if bytes.first == 0x80, bytes.dropFirst().first == 2 {
      return "pickle, as old torch.save wrote"
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
