/// Transforms a sequence on several threads and hands the results on in the order of the input.
///
/// The results are the same for any number of jobs. Memory is bounded: at most `2 · jobs` elements
/// are under way; a slow consumer holds back the workers, and they hold back the input.
///
/// When `transform` or `consume` fails while `next` waits for a pipe, the error is thrown at once: a
/// ``BufferedInput`` that `next` reads gives up, and so is not to be used afterwards. What else `next`
/// waits for is waited for, as is a running `transform`.
///
/// - Parameters:
///   - jobs: Worker threads; 1 runs everything on the calling thread. Fewer are used when the system
///     gives no more.
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
  if jobs > 1, let interruption = Interruption() {
    let isDone = try withoutActuallyEscaping(next) { next in
      try withoutActuallyEscaping(transform) { transform in
        let line = AssemblyLine<Input, Output>(
          window: 2 * jobs, interruption: interruption, next: next, transform: transform)
        var workers: [WorkerThread] = []
        // Whatever happens, no worker may outlive the closures it borrowed.
        defer {
          line.stop()
          for worker in workers { worker.join() }
        }
        while workers.count < jobs, let worker = WorkerThread({ line.work() }) {
          workers.append(worker)
        }
        guard !workers.isEmpty else { return false }
        while let output = try line.nextOutput() {
          try consume(output)
          line.makeRoom()
        }
        return true
      }
    }
    if isDone { return }
  }
  while let input = try next() { try consume(transform(input)) }
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
