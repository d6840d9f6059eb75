import CKernels

/// A node of the graph with its place in memory: what an operation computes on.
final class Layer {
  let name: String
  let operation: any RunnableOperation
  let team: ThreadTeam
  let isTraining: Bool
  /// The samples of the batch at work, `1 ... batchSize`.
  var count = 0

  /// What it reads, and writes.
  var inputs: [Tensor] = []
  var output: Tensor
  /// Where the gradient of the output is found, and those of the inputs go; nil: nobody asks.
  var outputGradient: UnsafeMutablePointer<Float>?
  var inputGradients: [UnsafeMutablePointer<Float>?] = []
  /// Gradients of inputs that have other readers too: added behind the backward pass.
  var gradientSums: [GradientSum] = []
  /// The tensors of the operation and their gradients, in the order of its specification.
  var parameters: [UnsafeMutablePointer<Float>] = []
  var parameterGradients: [UnsafeMutablePointer<Float>?] = []
  /// Memory the operation asked for in ``LayerNeeds``.
  var state: UnsafeMutableRawPointer
  var saved: UnsafeMutableRawPointer
  var forwardScratch = Scratch()
  var backwardScratch = Scratch()
  /// The layer whose saved indices this one reads.
  var indexLayer: Layer?

  struct Scratch {
    var shared: UnsafeMutableRawPointer?
    var firstThread: UnsafeMutableRawPointer?
    var perThread = 0

    /// The scratch of one thread.
    func floats(of thread: Int) -> UnsafeMutablePointer<Float> {
      guard let firstThread else { preconditionFailure("the layer asked for no scratch") }
      return (firstThread + thread * perThread).assumingMemoryBound(to: Float.self)
    }

    /// The scratch the threads share.
    var floats: UnsafeMutablePointer<Float> {
      guard let shared else { preconditionFailure("the layer asked for no shared scratch") }
      return shared.assumingMemoryBound(to: Float.self)
    }
  }

  init(
    name: String, operation: any RunnableOperation, team: ThreadTeam, isTraining: Bool,
    output: Tensor, state: UnsafeMutableRawPointer, saved: UnsafeMutableRawPointer
  ) {
    self.name = name
    self.operation = operation
    self.team = team
    self.isTraining = isTraining
    self.output = output
    self.state = state
    self.saved = saved
  }
}

/// A part of a gradient, and where the parts are added up.
struct GradientSum {
  let part: UnsafeMutablePointer<Float>
  let whole: UnsafeMutablePointer<Float>
  let shape: FeatureShape

  func add(samples: Int, team: ThreadTeam) {
    let blocks = PixelBlocks(shape: shape, samples: samples)
    team.run(tasks: blocks.count) { task, _ in
      let pixels = blocks[task]
      let start = pixels.lowerBound * shape.channels
      seg_add(part + start, pixels.count * shape.channels, whole + start)
    }
  }
}

/// A batch cut into runs of pixels, the same for any number of threads.
struct PixelBlocks {
  private let pixels: Int
  private let block: Int

  /// Blocks of about 256 KiB.
  init(shape: FeatureShape, samples: Int) {
    pixels = shape.pixels * samples
    block = max(64, (1 << 16) / shape.channels)
  }

  var count: Int { (pixels + block - 1) / block }

  /// The pixels of one block.
  subscript(index: Int) -> Range<Int> {
    index * block..<min(pixels, (index + 1) * block)
  }
}
