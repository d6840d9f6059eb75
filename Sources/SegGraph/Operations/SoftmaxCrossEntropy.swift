import CKernels

/// Softmax and cross-entropy, a mean over the pixels whose label is a class.
///
/// A batch without such a pixel has loss 0 and gradient 0, where PyTorch has NaN.
struct SoftmaxCrossEntropy {
  let logits: Tensor
  let labels: UnsafePointer<UInt16>
  /// Gets `(p − onehot)/valid pixels`.
  let gradient: UnsafeMutablePointer<Float>
  /// Room for one sum of each task.
  let partial: UnsafeMutablePointer<Double>

  /// Tasks for so many samples.
  static func tasks(_ shape: FeatureShape, samples: Int) -> Int {
    PixelBlocks(shape: shape, samples: samples).count
  }

  /// Fills the gradient and returns the loss with the number of pixels it is the mean of.
  func run(count: Int, team: ThreadTeam) -> (mean: Double, pixels: Int) {
    let shape = logits.shape
    let classes = shape.channels
    let valid = seg_count_labels(labels, count * shape.pixels, classes)
    let scale = valid > 0 ? 1 / Float(valid) : 0
    let blocks = PixelBlocks(shape: shape, samples: count)
    team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      partial[task] = seg_softmax_cross_entropy(
        logits.values + pixels.lowerBound * classes, labels + pixels.lowerBound, pixels.count,
        classes, scale, gradient + pixels.lowerBound * classes)
    }
    guard valid > 0 else { return (0, 0) }
    return ((0..<blocks.count).reduce(0) { $0 + partial[$1] } / Double(valid), valid)
  }
}
