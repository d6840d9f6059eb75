import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `POSIX_SPAWN_SETSID`, which glibc shows to few.
#if canImport(Darwin)
  private let newSession: Int32 = 0x400
#else
  private let newSession: Int32 = 0x80
#endif

/// One run of a command.
final class CommandRun {
  private let process: pid_t
  private let group: CommandGroups.Entry?
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
    // A session is a process group, so that all of the command can be ended together; and without a
    // terminal, what would ask there for a password fails and says so, instead of being stopped.
    let flags =
      Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | newSession
    posix_spawnattr_setflags(&attributes, Int16(flags))
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
    group = CommandGroups.add(process)
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
  ///
  /// What it has put into the background and let go of its output may stay.
  ///
  /// - Parameters:
  ///   - timeout: Seconds after which it is ended; nil for no such limit.
  ///   - name: The command, for errors.
  /// - Throws: `CommandFailure.Reason` unless it ended with status 0; ``ReadInterrupted``.
  func finish(timeout: Double?, name: String) throws {
    closeOutput()
    let clock = ContinuousClock()
    let last = timeout.map { clock.now.advanced(by: .seconds(min($0, 1e6))) }
    var pause = 1
    while true {
      if let status = reaped() {
        let signal = status & 0x7F
        if signal != 0 { throw CommandFailure.Reason.signal(signal) }
        let code = (status >> 8) & 0xFF
        if code != 0 { throw CommandFailure.Reason.status(code) }
        return
      }
      if let last, clock.now >= last {
        end()
        throw CommandFailure.Reason.lingers(timeout ?? 0)
      }
      try Interruption.wait(on: nil, milliseconds: pause, name: name)
      pause = min(pause * 2, 50)
    }
  }

  // A run that is given up for any reason leaves no process.
  deinit { end() }

  /// Ends a command of which nothing more is wanted, with all processes it began.
  func end() {
    closeOutput()
    guard !hasEnded else { return }
    kill(-process, SIGTERM)
    // A second to tidy up; then they are ended in any case.
    for _ in 0..<100 {
      // Once the shell is gone, the group stands as long as it has a member.
      if hasEnded || reaped() != nil, kill(-process, 0) != 0 { return }
      usleep(10_000)
    }
    kill(-process, SIGKILL)
    guard !hasEnded else { return }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    isReaped()
  }

  private func closeOutput() {
    try? output?.close()
    output = nil
  }

  /// The status of the shell, which is gone then; nil while it runs.
  private func reaped() -> Int32? {
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return nil }
    isReaped()
    return status
  }

  private func isReaped() {
    hasEnded = true
    // Its number may soon be that of another.
    if let group { CommandGroups.remove(group) }
  }
}
