#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread that runs one closure and is joined.
///
/// Plain threads, not tasks: the work blocks on files and pipes, which the task pool must not do.
package struct WorkerThread {
  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private let handle: pthread_t

  /// Starts the thread; nil when the system gives no more threads.
  package init?(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Box(body))
    #if canImport(Darwin)
      var handle: pthread_t?
      let status = pthread_create(&handle, nil, { Self.run($0) }, box.toOpaque())
    #else
      var created = pthread_t()
      let status = pthread_create(&created, nil, { Self.run($0) }, box.toOpaque())
      let handle: pthread_t? = created
    #endif
    guard status == 0, let handle else {
      box.release()
      return nil
    }
    self.handle = handle
  }

  /// Waits until the thread has ended.
  package func join() { pthread_join(handle, nil) }

  private static func run(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box { Unmanaged<Box>.fromOpaque(box).takeRetainedValue().body() }
    return nil
  }
}

/// The number of processors that are online, at least 1.
public func availableProcessors() -> Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
