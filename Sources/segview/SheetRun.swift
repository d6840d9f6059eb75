import SegBasics
import SegCommandLine
import SegImaging
import SegShards
import SegSheets

/// Chooses samples, draws them on several threads, and writes the sheet.
struct SheetRun {
  let style: SheetStyle
  let count: Int
  /// The seed of a random choice; nil takes the first samples.
  let seed: UInt64?
  let jobs: Int
  let policy: FailurePolicy
  let isQuiet: Bool

  /// What a worker makes of one sample.
  private struct Outcome: Sendable {
    let pending: PendingSample
    let result: Result<(tiles: SampleTiles, warnings: [String]), any Error>
  }

  func run(next: () throws -> PendingSample?, to output: FileOutput) throws {
    var sheet = ContactSheet(style: style)
    var failures = FailureLog(policy)
    if let seed {
      var chosen = try choose(next, seed: seed, failures: &failures)[...]
      try draw({ chosen.popFirst() }, on: &sheet, failures: &failures)
    } else {
      var taken = 0
      try draw(
        {
          guard taken < count else { return nil }
          taken += 1
          return try next()
        }, on: &sheet, failures: &failures)
      if taken == count, try next() != nil, !isQuiet {
        warn("the first \(count) samples are drawn; --count N draws more, --shuffle others")
      }
    }
    if sheet.count > 0 || failures.count == 0 {
      try output.write(try encodePNG(try sheet.draw()))
    }
    try failures.finish()
  }

  /// Draws samples at random from all there are.
  private func choose(
    _ next: () throws -> PendingSample?, seed: UInt64, failures: inout FailureLog
  ) throws -> [PendingSample] {
    var choice = RandomChoice(count: count, seed: seed)
    while let sample = try next() {
      if case .unreadable(let line) = sample {
        try failures.handle(line.failure, for: sample)
      } else {
        choice.offer(sample)
      }
    }
    if choice.offered > count, !isQuiet {
      warn("\(count) of \(choice.offered) samples are drawn; --count N draws more")
    }
    return choice.samples
  }

  private func draw(
    _ next: () throws -> PendingSample?, on sheet: inout ContactSheet, failures: inout FailureLog
  ) throws {
    let progress = ProgressMeter("drawing", quiet: isQuiet)
    try orderedParallelMap(
      jobs: jobs, next: next,
      transform: { [style] pending in
        Outcome(
          pending: pending, result: Result { try SampleTiles.load(pending, style: style) })
      },
      consume: { outcome in
        progress.advance()
        do {
          let (tiles, warnings) = try outcome.result.get()
          if !isQuiet, !warnings.isEmpty {
            progress.finish()
            for warning in warnings { warn("sample \(outcome.pending.key): \(warning)") }
          }
          try sheet.add(tiles)
        } catch {
          progress.finish()
          try failures.handle(error, for: outcome.pending)
        }
      })
    progress.finish()
  }
}
