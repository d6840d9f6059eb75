import SegBasics
import Synchronization
import Testing

@Suite struct OrderedParallelMapTests {
  private struct Refusal: SegError {
    let number: Int
    var exitStatus: SegBasics.ExitStatus { .badData }
    var description: String { "refused \(number)" }
  }

  @Test(arguments: [1, 2, 3, 8])
  func orderIsThatOfTheInput(jobs: Int) throws {
    let inputs = Array(0..<500)
    let outputs = try orderedParallelMap(inputs, jobs: jobs) { number in
      var stream = StreamKey(seed: 1, sample: "\(number)").stream(place: "0")
      var waste: UInt64 = 0
      for _ in 0..<stream.integer(in: 0...2000) { waste ^= stream.next() }
      return number * 2 + Int(waste & 0)
    }
    #expect(outputs == inputs.map { $0 * 2 })
  }

  @Test(arguments: [1, 2, 8])
  func firstErrorInInputOrderWins(jobs: Int) {
    var consumed: [Int] = []
    var iterator = (0..<100).makeIterator()
    #expect(throws: Refusal(number: 40)) {
      try orderedParallelMap(
        jobs: jobs, next: { iterator.next() },
        transform: { number in
          if number >= 40 { throw Refusal(number: number) }
          return number
        },
        consume: { consumed.append($0) })
    }
    #expect(consumed == Array(0..<40))
  }

  @Test(arguments: [1, 2, 8])
  func errorOfTheInputComesAfterWhatPrecedesIt(jobs: Int) {
    var consumed = 0
    var given = 0
    #expect(throws: Refusal(number: -1)) {
      try orderedParallelMap(
        jobs: jobs,
        next: { () throws -> Int? in
          if given == 10 { throw Refusal(number: -1) }
          given += 1
          return given
        },
        transform: { $0 }, consume: { _ in consumed += 1 })
    }
    #expect(consumed == 10)
  }

  @Test(arguments: [1, 2, 4])
  func slowConsumerHoldsTheInputBack(jobs: Int) throws {
    let underWay = Mutex(0)
    let most = Mutex(0)
    var given = 0
    try orderedParallelMap(
      jobs: jobs,
      next: { () -> Int? in
        guard given < 200 else { return nil }
        given += 1
        let now = underWay.withLock { count in
          count += 1
          return count
        }
        most.withLock { $0 = max($0, now) }
        return given
      },
      transform: { $0 }, consume: { _ in underWay.withLock { $0 -= 1 } })
    #expect(most.withLock { $0 } <= 2 * jobs + 1)
  }

  @Test func failingConsumerStopsTheWork() {
    var given = 0
    #expect(throws: Refusal(number: 3)) {
      try orderedParallelMap(
        jobs: 4,
        next: { () -> Int? in
          given += 1
          return given
        },
        transform: { $0 }, consume: { if $0 == 3 { throw Refusal(number: 3) } })
    }
    #expect(given <= 3 + 8 + 1)
  }
}
