import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Something bytes come from that is more than an open file.
public protocol ByteSource: AnyObject {
  /// Reads the next bytes.
  ///
  /// - Returns: How many were read; 0 at the end.
  /// - Throws: A `SegError`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// What a shell command writes, such as the client of an object store.
///
/// A command that fails, falls silent or ends in the middle of an archive is run again: what was handed
/// out already is passed over, and has to be the same bytes.
public final class CommandInput: ByteSource {
  /// How patient a command is treated.
  public struct Patience: Sendable, Equatable {
    /// How often it is run again.
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
  private var run: Run?
  private var attempts = 0
  private var hasEnded = false
  /// What was handed out: how much, a number made of it, and what tells whether it is a whole archive.
  private var delivered = Delivered()

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
          delivered.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
          return count
        }
        self.run = nil
        try run.finish()
        guard delivered.isWhole else { throw CommandFailure.Reason.endedEarly(delivered.count) }
        hasEnded = true
        return 0
      } catch let reason as CommandFailure.Reason {
        run?.end()
        run = nil
        // Other bytes will not be the same ones the next time.
        guard attempts <= patience.retries, reason != .changed else {
          throw CommandFailure(command: command, reason: reason, attempts: attempts)
        }
        try pause()
      }
    }
  }

  /// Runs the command, and passes over what was handed out before.
  private func begin() throws -> Run {
    attempts += 1
    let run = try Run(command)
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
        try run.finish()
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
    let milliseconds = min(5000, 100 << min(attempts, 10))
    try Interruption.wait(on: nil, milliseconds: milliseconds, name: command)
  }
}

/// A number made of bytes, however they are cut into pieces: FNV-1a over words of eight.
private struct StreamHash: Equatable {
  private var value: UInt64 = 0xCBF2_9CE4_8422_2325
  private var held: UInt64 = 0
  private var heldCount = 0

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var place = 0
    while place < bytes.count {
      if heldCount == 0, bytes.count - place >= 8 {
        take(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        place += 8
      } else {
        held |= UInt64(bytes[place]) << UInt64(8 * heldCount)
        heldCount += 1
        place += 1
        if heldCount == 8 {
          take(held)
          held = 0
          heldCount = 0
        }
      }
    }
  }

  private mutating func take(_ word: UInt64) {
    value = (value ^ UInt64(littleEndian: word)) &* 0x100_0000_01B3
    // High bits of a word would only ever reach high bits.
    value ^= value >> 29
  }
}

/// What a command has given so far.
private struct Delivered {
  private(set) var count = 0
  private(set) var hash = StreamHash()
  private var head: [UInt8] = []
  private var zeros = 0

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    hash.add(bytes)
    if head.count < 512 { head += bytes.prefix(512 - head.count) }
    var place = bytes.count
    while place > 0, bytes[place - 1] == 0 { place -= 1 }
    zeros = place == 0 ? zeros + bytes.count : bytes.count - place
    count += bytes.count
  }

  /// Whether an archive has its end; anything else is taken as whole when the command says so.
  var isWhole: Bool {
    guard count > 0 else { return false }
    guard head.count >= 262, head[257..<262].elementsEqual("ustar".utf8) else { return true }
    return count % 512 == 0 && zeros >= 512
  }
}

/// A command that did not give all it should.
public struct CommandFailure: SegError {
  /// In which way a command can fail.
  public enum Reason: Error, Sendable, Equatable {
    /// It ended with a status other than 0.
    case status(Int32)
    /// A signal ended it.
    case signal(Int32)
    /// No byte came for some seconds.
    case silent(Double)
    /// It ended after some bytes, before the end of what it wrote.
    case endedEarly(Int)
    /// Run again, it gave other bytes than the first time.
    case changed
  }

  /// The command.
  public let command: String
  /// What happened the last time.
  public let reason: Reason
  /// How often it was run.
  public let attempts: Int

  /// Describes a failure.
  public init(command: String, reason: Reason, attempts: Int) {
    self.command = command
    self.reason = reason
    self.attempts = attempts
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .inputOutput }

  /// What is wrong, and what to do.
  public var description: String {
    let what =
      switch reason {
      case .status(let status): "ended with status \(status)"
      case .signal(let number): "was ended by signal \(number)"
      case .silent(let seconds): "gave no byte for \(Int(seconds.rounded(.up))) s (--timeout)"
      case .endedEarly(let count): "ended after \(count) bytes, before the end of the archive"
      case .changed: "gave other bytes when it was run again"
      }
    return "pipe:\(command): the command \(what)"
      + (attempts > 1 ? ", \(attempts) times (--retries)" : "")
  }
}

/// One run of a command.
private final class Run {
  private let process: pid_t
  private var output: FileDescriptor?
  private var hasEnded = false

  init(_ command: String) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw SystemError(.open, "pipe:\(command)", Errno(rawValue: errno))
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // The samples' own standard input is not the command's.
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    // Commands of a pipe count on the signal that ends them when nobody reads any more.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    sigaddset(&defaults, SIGTERM)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    var words: [UnsafeMutablePointer<CChar>?] = []
    for word in ["sh", "-c", command] { words.append(strdup(word)) }
    words.append(nil)
    defer { for word in words { free(word) } }
    let failure = posix_spawn(&process, "/bin/sh", &actions, &attributes, words, environ)
    guard failure == 0 else {
      close(ends[0])
      throw SystemError(.open, "pipe:\(command)", Errno(rawValue: failure))
    }
    self.process = process
    output = FileDescriptor(rawValue: ends[0])
  }

  /// Reads what comes; 0 at the end.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, timeout: Double?, name: String
  ) throws -> Int {
    guard let output else { return 0 }
    let milliseconds = timeout.map { Int(min($0, 1e6) * 1000) } ?? -1
    guard try Interruption.wait(on: output, milliseconds: milliseconds, name: name) else {
      throw CommandFailure.Reason.silent(timeout ?? 0)
    }
    do {
      return try output.read(into: buffer)
    } catch let reason as Errno {
      throw SystemError(.read, "pipe:\(name)", reason)
    }
  }

  /// Waits for the end of a command that has closed its output.
  func finish() throws {
    let status = wait()
    let signal = status & 0x7F
    if signal != 0 { throw CommandFailure.Reason.signal(signal) }
    let code = (status >> 8) & 0xFF
    if code != 0 { throw CommandFailure.Reason.status(code) }
  }

  // A run that is given up for any reason leaves no process.
  deinit { end() }

  /// Ends a command of which nothing more is wanted.
  func end() {
    guard !hasEnded else { return }
    hasEnded = true
    try? output?.close()
    output = nil
    kill(process, SIGTERM)
    // A second to tidy up; then it is ended in any case.
    var status: Int32 = 0
    for _ in 0..<100 {
      guard waitpid(process, &status, WNOHANG) == 0 else { return }
      usleep(10_000)
    }
    kill(process, SIGKILL)
    _ = wait()
  }

  private func wait() -> Int32 {
    hasEnded = true
    try? output?.close()
    output = nil
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
