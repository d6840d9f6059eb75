import CKernels
import SegBasics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The Adam optimizer (Kingma, Ba 2015) as PyTorch computes it, in float32 over flat buffers.
///
/// `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, `θ ← θ − lr/(1−β₁ⁱ) · m/(√v/√(1−β₂ⁱ) + ε)`.
/// reference: training 3.3. Each element is computed by itself, so that the number of threads does not
/// change a bit.
public struct Adam: Sendable {
  /// What stays the same over all steps.
  public struct Constants: Sendable, Equatable {
    /// How slowly the mean of the gradients forgets.
    public var beta1 = 0.9
    /// How slowly the mean of their squares forgets.
    public var beta2 = 0.999
    /// Keeps the divisor from being 0.
    public var epsilon = 1e-8

    /// PyTorch's defaults: 0.9, 0.999, 1e-8.
    public init() {}
  }

  /// What stays the same over all steps.
  public let constants: Constants
  /// Mean of the gradients, in the layout of the parameters.
  public var mean: [Float]
  /// Mean of their squares.
  public var square: [Float]
  /// Steps done.
  public var step = 0

  /// A fresh state for `count` parameters.
  public init(count: Int, constants: Constants = Constants()) {
    self.constants = constants
    mean = [Float](repeating: 0, count: count)
    square = [Float](repeating: 0, count: count)
  }

  /// Parameters one thread takes at a time.
  private static let chunk = 1 << 18

  /// Changes the parameters by one step.
  ///
  /// - Parameters:
  ///   - parameters: What is trained.
  ///   - gradients: As many.
  ///   - rate: The learning rate of this step.
  ///   - threads: At least 1.
  /// - Precondition: The counts agree with that of `init`.
  public mutating func update(
    _ parameters: UnsafeMutableBufferPointer<Float>,
    with gradients: UnsafeMutableBufferPointer<Float>, rate: Double, threads: Int = 1
  ) {
    precondition(
      parameters.count == mean.count && gradients.count == mean.count,
      "\(parameters.count) parameters and \(gradients.count) gradients for \(mean.count)")
    step += 1
    let numbers = seg_adam_step(
      rest1: Float(1 - constants.beta1), beta2: Float(constants.beta2),
      rest2: Float(1 - constants.beta2),
      step_size: Float(rate / (1 - pow(constants.beta1, Double(step)))),
      root_scale: Float(1 / (1 - pow(constants.beta2, Double(step))).squareRoot()),
      epsilon: Float(constants.epsilon))
    mean.withUnsafeMutableBufferPointer { mean in
      square.withUnsafeMutableBufferPointer { square in
        let buffers = Buffers(
          parameters: parameters.baseAddress, gradients: gradients.baseAddress,
          mean: mean.baseAddress, square: square.baseAddress, count: parameters.count)
        buffers.update(numbers, threads: threads)
      }
    }
  }

  /// The four arrays, of which each thread touches other elements.
  private struct Buffers: @unchecked Sendable {
    let parameters: UnsafeMutablePointer<Float>?
    let gradients: UnsafeMutablePointer<Float>?
    let mean: UnsafeMutablePointer<Float>?
    let square: UnsafeMutablePointer<Float>?
    let count: Int

    func update(_ numbers: seg_adam_step, threads: Int) {
      let chunks = (count + Adam.chunk - 1) / Adam.chunk
      parallelFor(chunks, jobs: threads) { chunk in
        guard let parameters, let gradients, let mean, let square else { return }
        let start = chunk * Adam.chunk
        var numbers = numbers
        seg_adam_update(
          parameters + start, gradients + start, mean + start, square + start,
          min(Adam.chunk, count - start), &numbers)
      }
    }
  }
}
