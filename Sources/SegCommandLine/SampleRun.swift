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

  /// Describes a run.
  public init(jobs: Int, policy: FailurePolicy, label: String, isQuiet: Bool) {
    self.jobs = jobs
    self.policy = policy
    self.label = label
    self.isQuiet = isQuiet
  }

  /// What a worker makes of one sample.
  private struct Outcome: Sendable {
    let pending: PendingSample
    let result: Result<[WrittenSample], any Error>
    let warnings: [String]
  }

  /// Runs to the end of the input.
  ///
  /// - Parameters:
  ///   - next: The samples in order.
  ///   - output: Where they go.
  ///   - change: What each becomes, with warnings about it; called on any thread.
  /// - Throws: ``FindingsReported`` when samples were left out; otherwise the first error.
  public func run(
    next: () throws -> PendingSample?, to output: SampleOutput,
    change: @Sendable (PendingSample) throws -> (samples: [Sample], warnings: [String])
  ) throws {
    var writer = try SampleWriter(output)
    var failures = FailureLog(policy)
    var classes: ClassTable?
    let progress = ProgressMeter(label, quiet: isQuiet)
    try orderedParallelMap(
      jobs: jobs, next: next,
      transform: { pending in
        var warnings: [String] = []
        let result = Result {
          let changed = try change(pending)
          warnings = changed.warnings
          return try changed.samples.map { try WrittenSample($0, for: output) }
        }
        return Outcome(pending: pending, result: result, warnings: warnings)
      },
      consume: { outcome in
        progress.advance()
        if !isQuiet {
          for warning in outcome.warnings { warn("sample \(outcome.pending.key): \(warning)") }
        }
        do {
          for sample in try outcome.result.get() {
            try sample.checkClasses(against: &classes)
            try writer.add(sample)
          }
        } catch {
          progress.finish()
          try failures.handle(error, for: outcome.pending)
        }
      })
    progress.finish()
    try writer.finish()
    try failures.finish()
  }
}
