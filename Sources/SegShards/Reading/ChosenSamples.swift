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

  /// Hands out the chosen samples of sets and shards, in their order; of the others only the keys are
  /// looked at where those decide.
  ///
  /// - Parameters:
  ///   - samples: Where they come from.
  ///   - choice: Which are chosen.
  ///   - jobs: Threads that decode label maps; the choice is the same for any number.
  /// - Throws: ``ShardError/noSuchKeys(_:)``.
  public convenience init(
    choosing choice: SampleChoice, of samples: IndexedSamples, jobs: Int
  ) throws {
    let missing = (choice.keys ?? []).filter { samples.number(of: $0.text) == nil }
    guard missing.isEmpty else {
      throw ShardError.noSuchKeys(
        missing.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
    var numbers = 0..<samples.count
    var ready: ArraySlice<(sample: PendingSample, place: SamplePlace)> = []
    self.init(finding: {
      while ready.isEmpty, !numbers.isEmpty {
        var batch: [Int] = []
        while batch.count < 16 * jobs, let number = numbers.popFirst() {
          if choice.accepts(key: samples.key(at: number)) { batch.append(number) }
        }
        let found = try orderedParallelMap(batch, jobs: jobs) { number in
          let place = samples.placeInShard(of: number)
          let pending = PendingSample.stored(
            try samples.members(at: number), source: place.input)
          return try choice.accepts(pending) ? (sample: pending, place: place) : nil
        }
        ready = found.compactMap { $0 }[...]
      }
      return ready.popFirst()
    })
  }
}

extension IndexedSamples {
  /// Where a sample stands, for messages.
  fileprivate func placeInShard(of number: Int) -> SamplePlace {
    let (part, sample) = place(number)
    let shard = part.index.shardNumber(of: sample)
    // The first sample of the shard.
    var (low, high) = (0, sample)
    while low < high {
      let middle = (low + high) / 2
      if part.index.shardNumber(of: middle) < shard { low = middle + 1 } else { high = middle }
    }
    return SamplePlace(input: self.shard(of: number), number: sample - low + 1)
  }
}
