import Foundation
import SegBasics
import SegTestSupport
import Synchronization
import SystemPackage
import Testing

@Suite struct OrderedParallelMapTests {
  private struct Refusal: SegError {
    let number: Int
    var exitStatus: SegBasics.ExitStatus { .badData }
    var description: String { "refused \(number)" }
  }

  @Test(arguments: [1, 2, 3, 8])
  func orderIsThatOfTheInput(jobs: Int) throws {
    // The first of each group of `jobs` waits for the last, so that they finish in another order.
    let inputs = Array(0..<40 * jobs)
    let finished = Mutex<[Int]>([])
    let outputs = try orderedParallelMap(inputs, jobs: jobs) { number in
      if jobs > 1, number % jobs == 0 {
        let last = number + jobs - 1
        expectSoon { finished.withLock { $0.contains(last) } }
      }
      finished.withLock { $0.append(number) }
      return number * 2
    }
    #expect(outputs == inputs.map { $0 * 2 })
    #expect((finished.withLock { $0 } == inputs) == (jobs == 1))
  }

  /// A thread that waits for input must not keep an error, or the end of the consumer, back.
  @Test(arguments: [1, 2, 8], [true, false])
  func anIdleInputHoldsNoErrorBack(jobs: Int, consumerFails: Bool) throws {
    let (reader, writer) = try FileDescriptor.pipe()
    // Bytes stay away until after the test's end.
    defer { try? writer.close() }
    try writer.writeAll("1\n2\n".utf8)
    let input = BufferedInput(reader, name: "pipe", closes: true)
    let began = ContinuousClock.now
    #expect(throws: Refusal(number: 2)) {
      try orderedParallelMap(
        jobs: jobs,
        next: { try input.readLine().flatMap { Int(String(decoding: $0, as: UTF8.self)) } },
        transform: { number in
          if !consumerFails, number == 2 { throw Refusal(number: number) }
          return number
        },
        consume: { if $0 == 2 { throw Refusal(number: $0) } })
    }
    #expect(ContinuousClock.now - began < .seconds(1))
  }

  /// What has arrived is handed on although more is waited for.
  @Test(arguments: [2, 8])
  func anIdleInputHoldsNoResultBack(jobs: Int) throws {
    let (reader, writer) = try FileDescriptor.pipe()
    try writer.writeAll("1\n2\n".utf8)
    let input = BufferedInput(reader, name: "pipe", closes: true)
    var consumed: [Int] = []
    try orderedParallelMap(
      jobs: jobs,
      next: { try input.readLine().flatMap { Int(String(decoding: $0, as: UTF8.self)) } },
      transform: { $0 },
      consume: {
        consumed.append($0)
        if $0 == 2 { try writer.close() }
      })
    #expect(consumed == [1, 2])
  }

  /// A map in the middle of another's input is interrupted with it.
  @Test func nestedMapsAreInterrupted() throws {
    let (reader, writer) = try FileDescriptor.pipe()
    defer { try? writer.close() }
    try writer.writeAll([1])
    let input = BufferedInput(reader, name: "pipe", closes: true)
    let began = ContinuousClock.now
    #expect(throws: Refusal(number: 1)) {
      try orderedParallelMap(
        jobs: 2,
        next: { () throws -> UInt8? in
          var byte: UInt8?
          var isRead = false
          try orderedParallelMap(
            jobs: 2,
            next: { () throws -> UInt8? in
              defer { isRead = true }
              return isRead ? nil : try input.read(1).first
            }, transform: { $0 }, consume: { byte = $0 })
          return byte
        },
        transform: { $0 }, consume: { throw Refusal(number: Int($0)) })
    }
    #expect(ContinuousClock.now - began < .seconds(1))
  }

  /// More threads than the system gives.
  @Test func threadsThatCannotBeMadeAreDoneWithout() async {
    await #expect(processExitsWith: .success) {
      // Each thread takes its stack from the address space: some can be made, 4096 cannot.
      var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      let outputs = try orderedParallelMap(Array(0..<20_000), jobs: 4096) { $0 + 1 }
      #expect(outputs == Array(1...20_000))
    }
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

/// Waits until something holds, and fails the test when it does not come to.
private func expectSoon(_ holds: () -> Bool) {
  let began = ContinuousClock.now
  while !holds() {
    guard ContinuousClock.now - began < .seconds(20) else {
      Issue.record("waited in vain")
      return
    }
    usleep(100)
  }
}
