import SegBasics

/// A graph laid out in memory for one batch size: what is trained and what predicts.
///
/// All trainable parameters lie in one buffer, their gradients in another of the same layout, so that
/// an optimizer is one loop. Nothing is allocated after `init`.
public final class Network {
  /// One named tensor of the state: a parameter or a running statistic, in PyTorch's order.
  public struct StateTensor: Sendable, Equatable {
    /// The PyTorch state-dict name, such as `dc1.seq.0.weight`.
    public let name: String
    /// `[Cout, Cin, kh, kw]` for a convolution, `[C]` for batch norm; `[]` for a counter.
    public let shape: [Int]
    /// The values in C order of `shape`.
    public var values: [Float]

    /// Names values.
    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// The most samples of one batch.
  public let batchSize: Int
  /// Classes of the output.
  public let classes: Int

  /// Stand-in until the engine is merged.
  public init(batchSize: Int, classes: Int) {
    self.batchSize = batchSize
    self.classes = classes
  }

  /// Trainable parameters, all in one buffer; the optimizer writes here.
  public var parameters: UnsafeMutableBufferPointer<Float> { .init(start: nil, count: 0) }
  /// Gradients of the last training step, in the layout of ``parameters``.
  public var gradients: UnsafeMutableBufferPointer<Float> { .init(start: nil, count: 0) }
  /// Where the images of a batch are written: `[N, H, W, C]`, N = ``batchSize``.
  public var input: UnsafeMutableBufferPointer<Float> { .init(start: nil, count: 0) }
  /// Where the labels of a batch are written: `[N, H, W]`; 255 or more than the classes is ignored.
  public var labels: UnsafeMutableBufferPointer<UInt16> { .init(start: nil, count: 0) }
  /// What ``predict(count:)`` computed: logits `[N, H, W, classes]`.
  public var logits: UnsafeBufferPointer<Float> { .init(start: nil, count: 0) }

  /// Forward and backward over the first `count` samples of ``input`` and ``labels``; fills ``gradients``.
  ///
  /// - Returns: The loss, a mean over the pixels that are not ignored.
  public func trainingStep(count: Int) -> Double { 0 }

  /// Forward with running statistics; fills ``logits``.
  public func predict(count: Int) {}

  /// Parameters and running statistics, in the order of the model's PyTorch state dict.
  public func state() -> [StateTensor] { [] }

  /// Takes parameters and running statistics.
  ///
  /// - Throws: What names or shapes are missing, unexpected or different.
  public func load(_ state: [StateTensor]) throws {}
}
