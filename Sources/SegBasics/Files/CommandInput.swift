import Synchronization

/// What a shell command writes, such as the client of an object store.
///
/// A command that fails, falls silent or ends in the middle of an archive is run again: what was handed
/// out already is passed over, and has to be the same bytes.
public final class CommandInput: ByteSource {
  /// How patient a command is treated.
  public struct Patience: Sendable, Equatable {
    /// How often it is run again without a new byte in between.
    public var retries: Int
    /// Seconds without a byte after which it is ended; nil for no such limit.
    public var timeout: Double?

    /// Three times, and five minutes, unless told.
    public init(retries: Int = 3, timeout: Double? = 300) {
      self.retries = retries
      self.timeout = timeout
    }
  }

  private static let shared = Mutex(Patience())

  /// The patience with the commands of this process, set once when it begins.
  public static var patience: Patience {
    get { shared.withLock { $0 } }
    set { shared.withLock { $0 = newValue } }
  }

  private let command: String
  private let patience: Patience
  private var run: CommandRun?
  /// Failures since the command last gave anything new.
  private var failures = 0
  private var hasEnded = false
  /// What was handed out: how much, a number made of it, and what tells whether it is a whole archive.
  private var delivered = CommandDelivery()

  /// Begins to run a command when the first byte is asked for.
  public init(command: String, patience: Patience = CommandInput.patience) {
    self.command = command
    self.patience = patience
  }

  deinit { run?.end() }

  /// The next bytes.
  ///
  /// - Throws: ``CommandFailure``; `SystemError`.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !buffer.isEmpty, !hasEnded else { return 0 }
    while true {
      do {
        let run = try self.run ?? begin()
        self.run = run
        let count = try run.read(into: buffer, timeout: patience.timeout, name: command)
        if count > 0 {
          failures = 0
          delivered.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
          return count
        }
        self.run = nil
        try run.finish(timeout: patience.timeout, name: command)
        guard delivered.isWhole else { throw CommandFailure.Reason.endedEarly(delivered.count) }
        hasEnded = true
        return 0
      } catch let reason as CommandFailure.Reason {
        run?.end()
        run = nil
        // Other bytes will not be the same ones the next time.
        failures += 1
        guard failures <= patience.retries, reason != .changed, !CommandGroups.isEnding else {
          throw CommandFailure(command: command, reason: reason, attempts: failures)
        }
        try pause()
      }
    }
  }

  /// Runs the command, and passes over what was handed out before.
  private func begin() throws -> CommandRun {
    let run = try CommandRun(command)
    var left = delivered.count
    var hash = StreamHash()
    var piece = [UInt8](repeating: 0, count: min(left, 1 << 18))
    while left > 0 {
      let wanted = min(left, piece.count)
      let count = try piece.withUnsafeMutableBytes {
        try run.read(
          into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]), timeout: patience.timeout,
          name: command)
      }
      guard count > 0 else {
        try run.finish(timeout: patience.timeout, name: command)
        throw CommandFailure.Reason.endedEarly(delivered.count - left)
      }
      piece.withUnsafeBytes { hash.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      left -= count
    }
    guard delivered.count == 0 || hash == delivered.hash else {
      run.end()
      throw CommandFailure.Reason.changed
    }
    return run
  }

  /// Waits before the next attempt, longer each time; an interruption ends it.
  private func pause() throws {
    let milliseconds = min(5000, 100 << min(failures, 10))
    try Interruption.wait(on: nil, milliseconds: milliseconds, name: command)
  }
}
