/// Transforms a sequence on several threads and hands the results on in the order of the input.
///
/// The results are the same for any number of jobs. Memory is bounded: at most `2 · jobs` elements
/// are under way; a slow consumer holds back the workers, and they hold back the input.
///
/// - Parameters:
///   - jobs: Worker threads; 1 runs everything on the calling thread.
///   - next: Returns the next input, nil at the end. Called by one thread at a time, in order.
///   - transform: Called on any thread, several at once.
///   - consume: Called on the calling thread, in the order of the input.
/// - Throws: The first error, in the order of the input, of `next`, `transform` or `consume`. What
///   came before it has been consumed; nothing after it is.
public func orderedParallelMap<Input, Output>(
  jobs: Int,
  next: () throws -> Input?,
  transform: @Sendable (Input) throws -> Output,
  consume: (Output) throws -> Void
) throws {
  guard jobs > 1 else {
    while let input = try next() { try consume(transform(input)) }
    return
  }
  try withoutActuallyEscaping(next) { next in
    try withoutActuallyEscaping(transform) { transform in
      let line = AssemblyLine<Input, Output>(window: 2 * jobs, next: next, transform: transform)
      let workers = (0..<jobs).map { _ in WorkerThread { line.work() } }
      // Whatever happens, no worker may outlive the closures it borrowed.
      defer {
        line.stop()
        for worker in workers { worker.join() }
      }
      while let output = try line.nextOutput() { try consume(output) }
    }
  }
}

/// Applies `transform` to each element on several threads; the results stand in the input's order.
///
/// - Throws: The first error in the order of the input.
public func orderedParallelMap<Input, Output>(
  _ inputs: [Input], jobs: Int, transform: @Sendable (Input) throws -> Output
) throws -> [Output] {
  var iterator = inputs.makeIterator()
  var outputs: [Output] = []
  outputs.reserveCapacity(inputs.count)
  try orderedParallelMap(
    jobs: min(jobs, inputs.count), next: { iterator.next() }, transform: transform,
    consume: { outputs.append($0) })
  return outputs
}

/// The state the workers and the consumer share.
private final class AssemblyLine<Input, Output>: @unchecked Sendable {
  /// Where inputs come from; touched by the holder of `intake` only.
  private struct Intake {
    var next: () throws -> Input?
    var taken = 0
    var ended = false
  }

  private struct Belt {
    /// Results by position in the input, until they are consumed.
    var finished: [Int: Result<Output, any Error>] = [:]
    /// Position of the next result to be consumed.
    var consumed = 0
    /// Number of inputs, once known.
    var total: Int?
    var stopped = false
  }

  private let window: Int
  private let intake: ConditionLock<Intake>
  private let belt: ConditionLock<Belt>
  private let transform: @Sendable (Input) throws -> Output

  init(
    window: Int, next: @escaping () throws -> Input?,
    transform: @escaping @Sendable (Input) throws -> Output
  ) {
    self.window = window
    self.transform = transform
    // The lock lets one thread at a time call the closure, which is all it needs.
    nonisolated(unsafe) let intake = Intake(next: next)
    self.intake = ConditionLock(intake)
    belt = ConditionLock(Belt())
  }

  /// What each worker thread runs.
  func work() {
    while let (position, input) = takeInput() {
      let result: Result<Output, any Error>
      switch input {
      case .success(let input): result = Result { try transform(input) }
      case .failure(let error): result = .failure(error)
      }
      // SAFETY: the result is handed over whole; this thread does not touch it again.
      nonisolated(unsafe) let handedOver = result
      belt.update { $0.finished[position] = handedOver }
    }
  }

  /// Takes the next input, after waiting for room on the belt.
  private func takeInput() -> (Int, Result<Input, any Error>)? {
    intake.update { intake in
      guard !intake.ended else { return nil }
      let position = intake.taken
      let mayGoOn = belt.wait { belt in
        if belt.stopped { return false }
        return position < belt.consumed + window ? true : nil
      }
      guard mayGoOn else {
        intake.ended = true
        return nil
      }
      do {
        guard let input = try intake.next() else {
          intake.ended = true
          belt.update { $0.total = position }
          return nil
        }
        intake.taken += 1
        return (position, .success(input))
      } catch {
        intake.ended = true
        belt.update { $0.total = position + 1 }
        return (position, .failure(error))
      }
    }
  }

  /// Waits for the next result in order; nil at the end.
  func nextOutput() throws -> Output? {
    let result: Result<Output, any Error>? = belt.wait { belt in
      if let result = belt.finished.removeValue(forKey: belt.consumed) {
        belt.consumed += 1
        return .some(result)
      }
      return belt.total == belt.consumed ? .some(nil) : nil
    }
    return try result?.get()
  }

  /// Tells the workers to finish what they hold and take nothing more.
  func stop() { belt.update { $0.stopped = true } }
}
