import SegBasics
import SegImaging
import SegSamples

/// Prepares batches ahead on other threads.
///
/// The samples of a batch are prepared by all threads, and two batches at a time, so that the second
/// begins while the last samples of the first are not done: memory does not grow with the threads.
struct BatchAssembly: Sendable {
  /// What the model takes.
  let size: PixelSize
  let classes: ClassTable
  /// Samples a batch; the last one may have fewer.
  let batchSize: Int
  /// With 1, nothing is prepared ahead.
  let threads: Int

  /// Hands out batches of some samples in order.
  ///
  /// - Parameters:
  ///   - indices: The samples.
  ///   - sample: Prepares one; called on any thread.
  ///   - body: Called on the calling thread, in order.
  /// - Throws: What `sample` and `body` throw; `Located` ``TrainingError/sizeDiffers(_:expected:)``.
  func forEach(
    _ indices: [Int], sample: @escaping @Sendable (Int) throws -> LabelledImage,
    _ body: (Batch) throws -> Void
  ) throws {
    var starts = stride(from: 0, to: indices.count, by: batchSize).makeIterator()
    try orderedParallelMap(
      jobs: min(threads, 2), next: { starts.next() },
      transform: { start in
        let part = Array(indices[start..<min(start + batchSize, indices.count)])
        let samples = try orderedParallelMap(part, jobs: threads, transform: sample)
        return try Batch(samples, size: size, classes: classes)
      },
      consume: body)
  }
}
