#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A mutex around a value, with conditions to wait for changes of it.
final class ConditionLock<State>: @unchecked Sendable {
  /// What threads wait for, and are woken at.
  struct Condition {
    fileprivate let handle: UnsafeMutablePointer<pthread_cond_t>

    /// Wakes one of those who wait.
    func wakeOne() { pthread_cond_signal(handle) }

    /// Wakes all who wait.
    func wakeAll() { pthread_cond_broadcast(handle) }
  }

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let conditions: UnsafeMutableBufferPointer<pthread_cond_t>
  private var state: State

  /// Guards a value, with a number of conditions.
  init(_ state: sending State, conditions count: Int) {
    self.state = state
    pthread_mutex_init(mutex, nil)
    conditions = .allocate(capacity: count)
    for number in 0..<count { pthread_cond_init(condition(number).handle, nil) }
  }

  deinit {
    for number in conditions.indices { pthread_cond_destroy(condition(number).handle) }
    pthread_mutex_destroy(mutex)
    conditions.deallocate()
    mutex.deallocate()
  }

  /// The condition of a number, counted from 0.
  func condition(_ number: Int) -> Condition {
    guard let base = conditions.baseAddress, conditions.indices.contains(number) else {
      preconditionFailure("no condition \(number) of \(conditions.count)")
    }
    return Condition(handle: base + number)
  }

  /// Reads or changes the state; who waits for the change is woken by the caller.
  func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Waits until `body` returns a value; it is asked again each time the condition wakes this thread.
  func wait<Result>(for condition: Condition, _ body: (inout State) -> Result?) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      pthread_cond_wait(condition.handle, mutex)
    }
  }
}
