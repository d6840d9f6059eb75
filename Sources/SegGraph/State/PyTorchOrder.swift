import CKernels

extension ParameterSpecification {
  /// The values in the C order of PyTorch's shape.
  func inPyTorchOrder(_ values: UnsafePointer<Float>) -> [Float] {
    Array(unsafeUninitializedCapacity: count) { buffer, used in
      guard let out = buffer.baseAddress else { return }
      switch layout {
      case .plain: out.initialize(from: values, count: count)
      case .filter:
        let (cout, cin, height, width) = (shape[0], shape[1], shape[2], shape[3])
        seg_reorder(
          values, [cout, cin, height, width], [1, cout, width * cin * cout, cin * cout], out)
      }
      used = count
    }
  }

  /// Takes values in the C order of PyTorch's shape.
  func takePyTorchOrder(_ given: [Float], into values: UnsafeMutablePointer<Float>) {
    precondition(given.count == count, "\(given.count) values for a tensor of \(count)")
    given.withUnsafeBufferPointer { given in
      guard let from = given.baseAddress else { return }
      switch layout {
      case .plain: values.update(from: from, count: count)
      case .filter:
        let (cout, cin, height, width) = (shape[0], shape[1], shape[2], shape[3])
        seg_reorder(
          from, [height, width, cin, cout], [width, 1, height * width, cin * height * width],
          values)
      }
    }
  }
}
