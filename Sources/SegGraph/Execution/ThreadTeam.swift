import SegBasics
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Threads that live as long as a network and share out numbered tasks.
///
/// What a task computes may depend on its number, never on the thread that runs it or on how many
/// there are; so the results do not depend on them either. Between two calls the threads spin for a
/// moment, because the next call mostly comes at once, and then sleep.
final class ThreadTeam: @unchecked Sendable {
  /// The task's number, and the thread's, `0 ..< threads`, for scratch memory of its own.
  typealias Task = (_ task: Int, _ thread: Int) -> Void

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var workers: [WorkerThread] = []
  // Written by the caller before `round` is raised, read by the threads after they saw it.
  private var task: Task?
  private var taskCount = 0
  private let nextTask = Atomic<Int>(0)
  private let working = Atomic<Int>(0)
  private let round = Atomic<Int>(0)
  private let ended = Atomic<Bool>(false)

  /// About 20 microseconds.
  private static let spins = 4000

  /// - Parameter threads: That work, the caller among them.
  init(threads: Int) {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    for thread in 1..<max(1, threads) {
      // Fewer threads than asked for do the same work.
      guard let worker = WorkerThread({ self.serve(thread: thread) }) else { break }
      workers.append(worker)
    }
  }

  /// Threads hold the team's memory, not the team: the owner calls this before it lets go.
  func end() {
    ended.store(true, ordering: .releasing)
    raiseRound()
    for worker in workers { worker.join() }
    workers = []
  }

  deinit {
    precondition(workers.isEmpty, "a thread team was let go before it was ended")
    pthread_cond_destroy(wake)
    pthread_mutex_destroy(mutex)
    wake.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` for each of `0 ..< tasks` and returns when all are done.
  func run(tasks: Int, _ body: Task) {
    guard !workers.isEmpty, tasks > 1 else {
      for task in 0..<tasks { body(task, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      task = body
      taskCount = tasks
      nextTask.store(0, ordering: .relaxed)
      working.store(workers.count, ordering: .relaxed)
      raiseRound()
      work(thread: 0)
      var spins = 0
      while working.load(ordering: .acquiring) > 0 {
        spins += 1
        if spins > Self.spins { sched_yield() }
      }
      task = nil
    }
  }

  private func raiseRound() {
    pthread_mutex_lock(mutex)
    round.add(1, ordering: .releasing)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
  }

  private func work(thread: Int) {
    guard let task else { return }
    while true {
      let number = nextTask.add(1, ordering: .relaxed).oldValue
      guard number < taskCount else { return }
      task(number, thread)
    }
  }

  /// What a thread does until the team ends.
  private func serve(thread: Int) {
    keepProductsOnOneThread()
    var seen = 0
    while true {
      var spins = 0
      while round.load(ordering: .acquiring) == seen && spins < Self.spins { spins += 1 }
      if round.load(ordering: .acquiring) == seen {
        pthread_mutex_lock(mutex)
        while round.load(ordering: .acquiring) == seen { pthread_cond_wait(wake, mutex) }
        pthread_mutex_unlock(mutex)
      }
      seen += 1
      if ended.load(ordering: .acquiring) { return }
      work(thread: thread)
      working.subtract(1, ordering: .releasing)
    }
  }
}
