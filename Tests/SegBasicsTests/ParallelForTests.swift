import SegBasics
import Synchronization
import Testing

@Suite struct ParallelForTests {
  @Test(arguments: [(0, 4), (1, 4), (5, 1), (1000, 3), (3, 8)])
  func callsEachOnce(count: Int, jobs: Int) {
    let calls = Mutex([Int](repeating: 0, count: count))
    parallelFor(count, jobs: jobs) { index in calls.withLock { $0[index] += 1 } }
    #expect(calls.withLock { $0 } == [Int](repeating: 1, count: count))
  }

  @Test(arguments: [1, 2, 7])
  func mapKeepsTheOrder(jobs: Int) {
    #expect(parallelMap(100, jobs: jobs) { "\($0)" } == (0..<100).map { "\($0)" })
  }
}
