import SegBasics
import SegSamples

extension SampleSource {
  /// Hands out those samples of another source that are chosen, in order.
  ///
  /// - Parameters:
  ///   - source: Where they come from.
  ///   - choice: Which are chosen. Keys of it that no sample has are an error at the end.
  ///   - jobs: Threads that decode label maps; the choice is the same for any number.
  public convenience init(choosing choice: SampleChoice, of source: SampleSource, jobs: Int) {
    var ready: ArraySlice<(sample: PendingSample, place: SamplePlace)> = []
    var missing = choice.keys ?? []
    var isAtEnd = false
    var failure: (any Error)?
    self.init(finding: {
      while ready.isEmpty, !isAtEnd {
        if let failure { throw failure }
        var batch: [(sample: PendingSample, place: SamplePlace)] = []
        do {
          while batch.count < 16 * jobs {
            guard let sample = try source.next() else {
              isAtEnd = true
              break
            }
            missing.remove(SampleKey(sample.key))
            batch.append((sample, source.place))
          }
        } catch {
          // What was read before the fault is handed out first.
          failure = error
        }
        let accepted = try orderedParallelMap(batch.map(\.sample), jobs: jobs) {
          try choice.accepts($0)
        }
        ready = zip(batch, accepted).filter(\.1).map(\.0)[...]
      }
      if let next = ready.popFirst() { return next }
      guard missing.isEmpty else {
        throw ShardError.noSuchKeys(
          missing.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      }
      return nil
    })
  }
}
