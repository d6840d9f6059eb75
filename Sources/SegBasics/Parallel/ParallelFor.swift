import Synchronization

/// Calls `body` for each of `0 ..< count`, on several threads.
///
/// - Parameters:
///   - count: At least 0.
///   - jobs: Threads, the calling one among them.
///   - body: Called on any thread, several at once, in no order.
public func parallelFor(_ count: Int, jobs: Int, _ body: @Sendable (Int) -> Void) {
  let counter = Counter()
  let work: @Sendable () -> Void = {
    while let index = counter.next(below: count) { body(index) }
  }
  withoutActuallyEscaping(work) { work in
    let workers = (1..<max(1, min(jobs, count))).compactMap { _ in WorkerThread(work) }
    work()
    // No worker may outlive the closure it borrowed.
    for worker in workers { worker.join() }
  }
}

/// What `body` returns for each of `0 ..< count`, in this order, computed on several threads.
public func parallelMap<Output: Sendable>(
  _ count: Int, jobs: Int, _ body: @Sendable (Int) -> Output
) -> [Output] {
  [Output](unsafeUninitializedCapacity: count) { buffer, initialized in
    // SAFETY: each thread writes elements of its own, and all end before they are read.
    nonisolated(unsafe) let outputs = buffer
    parallelFor(count, jobs: jobs) { index in outputs.initializeElement(at: index, to: body(index))
    }
    initialized = count
  }
}

/// Hands out numbers, each once.
private final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func next(below count: Int) -> Int? {
    let index = value.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
