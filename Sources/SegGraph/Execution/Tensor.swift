import CKernels

/// A feature map in memory, `[N, H, W, C]`.
struct Tensor {
  let values: UnsafeMutablePointer<Float>
  let shape: FeatureShape
  /// What a reader must still do to each value: batch norm and ReLU are not passes of their own,
  /// they travel with the values until somebody reads them.
  var promise = seg_promise(scale: nil, shift: nil, relu: 0)
  /// Sums of the values, when whoever wrote them gathered them.
  var statistics: ChannelStatistics?

  func sample(_ index: Int) -> UnsafeMutablePointer<Float> { values + index * shape.count }
}

/// Sums and sums of squares of each channel, one pair for each task of whoever gathers them.
///
/// Tasks run in any order; the pairs are added up in the order of the tasks.
final class ChannelStatistics {
  let channels: Int
  private let partial: UnsafeMutablePointer<Double>
  private let capacity: Int
  private var used = 0

  init(channels: Int, tasks: Int, memory: UnsafeMutableRawPointer) {
    self.channels = channels
    capacity = tasks
    partial = memory.bindMemory(to: Double.self, capacity: 2 * channels * tasks)
  }

  static func bytes(channels: Int, tasks: Int) -> Int {
    2 * channels * tasks * MemoryLayout<Double>.stride
  }

  /// Forgets what was gathered, and expects sums from this many tasks.
  func begin(tasks: Int) {
    precondition(tasks <= capacity, "\(tasks) tasks have sums, there is room for \(capacity)")
    used = tasks
    partial.update(repeating: 0, count: 2 * channels * tasks)
  }

  /// The sums of one task, and after them its second sums.
  func sums(of task: Int) -> UnsafeMutablePointer<Double> { partial + 2 * channels * task }
  func products(of task: Int) -> UnsafeMutablePointer<Double> { sums(of: task) + channels }

  /// Adds the values of `pixels` pixels to the sums of a task.
  func add(_ values: UnsafePointer<Float>, pixels: Int, task: Int) {
    seg_channel_sums(values, pixels, channels, sums(of: task), products(of: task))
  }

  /// Adds up the tasks, in their order, into the first; once, for any number of readers.
  func total() -> (sums: UnsafePointer<Double>, products: UnsafePointer<Double>) {
    for task in 1..<max(1, used) {
      let more = sums(of: task)
      for index in 0..<2 * channels { partial[index] += more[index] }
    }
    used = min(used, 1)
    return (UnsafePointer(partial), UnsafePointer(partial + channels))
  }
}
