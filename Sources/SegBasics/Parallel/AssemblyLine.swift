/// What the workers and the consumer of ``orderedParallelMap(jobs:next:transform:consume:)`` share.
final class AssemblyLine<Input, Output>: @unchecked Sendable {
  private struct Belt {
    /// Inputs taken.
    var taken = 0
    /// Whether a worker is inside `next`.
    var isReading = false
    /// Whether nothing more is taken: the input has ended, or nobody wants it.
    var ended = false
    /// Results by position in the input, until they are handed out.
    var finished: [Int: Result<Output, any Error>] = [:]
    /// Results consumed, which is the position of the next.
    var consumed = 0
    /// Number of inputs, once known.
    var total: Int?
  }

  private let window: Int
  private let interruption: Interruption
  private let belt = ConditionLock(Belt(), conditions: 2)
  /// Touched by the one worker that has set `isReading`; the lock orders one after the other.
  private let next: () throws -> Input?
  private let transform: @Sendable (Input) throws -> Output

  init(
    window: Int, interruption: Interruption, next: @escaping () throws -> Input?,
    transform: @escaping @Sendable (Input) throws -> Output
  ) {
    self.window = window
    self.interruption = interruption
    self.next = next
    self.transform = transform
  }

  /// Where workers wait for their turn to read, with room on the belt.
  private var turn: ConditionLock<Belt>.Condition { belt.condition(0) }
  /// Where the consumer waits for the next result.
  private var nextResult: ConditionLock<Belt>.Condition { belt.condition(1) }

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
      let isAwaited = belt.withLock { belt in
        belt.finished[position] = handedOver
        return position == belt.consumed
      }
      if isAwaited { nextResult.wakeOne() }
    }
  }

  /// Takes the next input, after waiting for room on the belt; nil at the end.
  private func takeInput() -> (Int, Result<Input, any Error>)? {
    let turn: Int? = belt.wait(for: turn) { belt in
      if belt.ended { return .some(nil) }
      guard !belt.isReading, belt.taken < belt.consumed + window else { return nil }
      belt.isReading = true
      return belt.taken
    }
    guard let position = turn else { return nil }
    // No lock is held meanwhile: this may wait for a pipe.
    let input = Result { try Interruption.$current.withValue(interruption) { try next() } }
    switch input {
    case .success(.some(let input)):
      belt.withLock { belt in
        belt.taken += 1
        belt.isReading = false
      }
      self.turn.wakeOne()
      return (position, .success(input))
    case .success(nil):
      end(total: position)
      return nil
    case .failure(let error):
      // The error stands in the place of an input.
      end(total: position + 1)
      return (position, .failure(error))
    }
  }

  /// Says how many results there will be.
  private func end(total: Int) {
    belt.withLock { belt in
      belt.total = total
      belt.ended = true
    }
    turn.wakeAll()
    nextResult.wakeOne()
  }

  /// Waits for the next result in order; nil at the end.
  func nextOutput() throws -> Output? {
    let result: Result<Output, any Error>? = belt.wait(for: nextResult) { belt in
      if let result = belt.finished.removeValue(forKey: belt.consumed) { return .some(result) }
      return belt.total == belt.consumed ? .some(nil) : nil
    }
    return try result?.get()
  }

  /// Says that the last output has been consumed.
  func makeRoom() {
    belt.withLock { $0.consumed += 1 }
    turn.wakeOne()
  }

  /// Tells the workers to finish what they hold and take nothing more; a read of theirs is given up.
  func stop() {
    belt.withLock { $0.ended = true }
    turn.wakeAll()
    interruption.interrupt()
  }
}
