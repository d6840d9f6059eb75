import SegBasics
import SegSamples
import SegShards

/// Reads samples, changes each, and writes what comes of it, in order and on several threads.
public struct SampleRun {
  /// Worker threads.
  public var jobs: Int
  /// What happens to samples that cannot be processed.
  public var policy: FailurePolicy
  /// What the progress line says is being done.
  public var label: String
  /// Whether only errors are printed.
  public var isQuiet: Bool
  /// How pixels are stored; nil for what suits the output, arrays in streams and PNG in folders.
  public var storage: PictureStorage?

  /// Describes a run.
  public init(jobs: Int, policy: FailurePolicy, label: String, isQuiet: Bool) {
    self.jobs = jobs
    self.policy = policy
    self.label = label
    self.isQuiet = isQuiet
  }

  /// A sample, or a part of what becomes of it.
  private struct Task<Context: Sendable>: Sendable {
    let pending: PendingSample
    let context: Context
    let part: Int
    let isLast: Bool
  }

  /// What a worker makes of a task.
  private struct Outcome<Context: Sendable>: Sendable {
    let task: Task<Context>
    let result: Result<[WrittenSample], any Error>
    let warnings: [String]
  }

  /// Runs to the end of the input.
  ///
  /// - Parameters:
  ///   - next: The samples in order.
  ///   - parts: In how many parts each sample is changed, so that memory is bounded by one part.
  ///   - output: Where they go.
  ///   - change: What a part of a sample becomes, with warnings about it; called on any thread.
  /// - Throws: ``FindingsReported`` when samples were left out; otherwise the first error.
  public func run(
    next: () throws -> PendingSample?, parts: Int = 1, to output: SampleOutput,
    change: @Sendable (PendingSample, Int) throws -> (samples: [Sample], warnings: [String])
  ) throws {
    try run(
      next: { try next().map { ($0, ()) } }, parts: parts, to: output,
      change: { pending, _, part in try change(pending, part) })
  }

  /// Runs to the end of the input, where each sample comes with something that is needed to change it.
  ///
  /// - Parameters:
  ///   - next: The samples in order, each with its context.
  ///   - parts: In how many parts each sample is changed, so that memory is bounded by one part.
  ///   - output: Where they go.
  ///   - change: What a part of a sample becomes, with warnings about it; called on any thread.
  /// - Throws: ``FindingsReported`` when samples were left out; otherwise the first error.
  public func run<Context: Sendable>(
    next: () throws -> (PendingSample, Context)?, parts: Int = 1, to output: SampleOutput,
    change:
      @Sendable (PendingSample, Context, Int) throws -> (
        samples: [Sample], warnings: [String]
      )
  ) throws {
    var writer = try SampleWriter(output)
    var failures = FailureLog(policy)
    var classes: ClassTable?
    let progress = ProgressMeter(label, quiet: isQuiet)
    var current: (pending: PendingSample, context: Context, part: Int)?
    var hasFailed = false
    do {
      try orderedParallelMap(
        jobs: jobs,
        next: {
          if let (pending, context, part) = current, part + 1 < parts {
            current = (pending, context, part + 1)
          } else {
            current = try next().map { ($0.0, $0.1, 0) }
          }
          return current.map {
            Task(
              pending: $0.pending, context: $0.context, part: $0.part, isLast: $0.part + 1 == parts)
          }
        },
        transform: { [storage] task in
          var warnings: [String] = []
          let result = Result {
            let changed = try change(task.pending, task.context, task.part)
            warnings = changed.warnings
            return try changed.samples.map { sample in
              try locating(path: task.pending.place, sample: sample.key) {
                try WrittenSample(sample, for: output, storage: storage)
              }
            }
          }
          return Outcome(task: task, result: result, warnings: warnings)
        },
        consume: { outcome in
          // A sample that failed in its first part is left out whole, and reported once.
          hasFailed = hasFailed && outcome.task.part > 0
          guard !hasFailed else { return }
          if outcome.task.isLast { progress.advance() }
          if !isQuiet, outcome.task.part == 0 {
            for warning in outcome.warnings {
              warn("sample \(outcome.task.pending.key): \(warning)")
            }
          }
          do {
            for sample in try outcome.result.get() {
              try sample.checkClasses(against: &classes)
              try writer.add(sample)
            }
          } catch {
            progress.finish()
            hasFailed = true
            try failures.handle(error, for: outcome.task.pending)
          }
        })
    } catch {
      writer.breakOff()
      throw error
    }
    progress.finish()
    try writer.finish()
    try failures.finish()
  }
}
