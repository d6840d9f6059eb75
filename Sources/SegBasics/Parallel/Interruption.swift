import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ends the waiting of other threads for bytes that may never come.
///
/// A thread that reads on behalf of another binds ``current``; ``BufferedInput`` then waits for bytes
/// and for the interruption at once.
final class Interruption: Sendable {
  /// The one that ends the reads of this thread.
  @TaskLocal static var current: Interruption?

  /// The one that ends the work this one is a part of.
  private let outer: Interruption?
  private let waiting: FileDescriptor
  private let waking: FileDescriptor

  /// Nil when the system has no descriptors left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    outer = Self.current
    waiting = FileDescriptor(rawValue: ends[0])
    waking = FileDescriptor(rawValue: ends[1])
  }

  deinit {
    try? waiting.close()
    try? waking.close()
  }

  /// Ends all waits, now and later.
  ///
  /// The byte is never taken, so the pipe stays readable.
  func interrupt() { _ = try? waking.writeAll([1]) }

  /// Waits until a read would not block.
  ///
  /// - Throws: ``ReadInterrupted``.
  func waitForBytes(on descriptor: FileDescriptor, name: String) throws {
    _ = try Self.wait(on: descriptor, milliseconds: -1, name: name, interruption: self)
  }

  /// Waits until a read would not block, this thread is interrupted, or the time is up.
  ///
  /// - Parameters:
  ///   - descriptor: What is read; nil to wait for the time alone.
  ///   - milliseconds: The longest wait; -1 for no limit.
  ///   - name: What is read, for the error.
  /// - Returns: Whether there is something to read.
  /// - Throws: ``ReadInterrupted``.
  @discardableResult
  static func wait(
    on descriptor: FileDescriptor?, milliseconds: Int, name: String,
    interruption: Interruption? = Interruption.current
  ) throws -> Bool {
    var waits = [pollfd(fd: descriptor?.rawValue ?? -1, events: Int16(POLLIN), revents: 0)]
    var next = interruption
    while let interruption = next {
      waits.append(pollfd(fd: interruption.waiting.rawValue, events: Int16(POLLIN), revents: 0))
      next = interruption.outer
    }
    var ready: Int32
    let limit = Int32(clamping: milliseconds)
    // On an error the read tells more.
    repeat {
      ready = poll(&waits, nfds_t(waits.count), limit)
    } while ready < 0 && errno == EINTR
    guard waits.dropFirst().allSatisfy({ $0.revents == 0 }) else {
      throw ReadInterrupted(name: name)
    }
    return ready != 0
  }
}

/// A read that was given up because nobody wants the bytes any more; seen by nobody but the map that
/// interrupts.
struct ReadInterrupted: SegError {
  /// What was read.
  let name: String

  var exitStatus: ExitStatus { .inputOutput }
  var description: String { "\(name): reading was interrupted" }
}
