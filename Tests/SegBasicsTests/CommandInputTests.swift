import SegBasics
import SegTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Commands as inputs: whole, failing, silent, cut off and changing their mind.
@Suite struct CommandInputTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ command: String, retries: Int = 2, timeout: Double? = 20
  ) throws -> [UInt8] {
    let patience = CommandInput.Patience(retries: retries, timeout: timeout)
    let input = BufferedInput(CommandInput(command: command, patience: patience), name: "c")
    var bytes: [UInt8] = []
    while true {
      let piece = try input.read(70_001)
      if piece.isEmpty { return bytes }
      bytes += piece
    }
  }

  /// An archive of nothing but a header, some data and its end.
  private func archive(blocks: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 7, count: 512 * blocks)
    bytes.replaceSubrange(257..<262, with: Array("ustar".utf8))
    return bytes + [UInt8](repeating: 0, count: 1024)
  }

  @Test func theBytesOfACommand() throws {
    #expect(try read("printf 'a\\nb'; printf c | tr c d") == Array("a\nbd".utf8))
    // More than pipes and buffers hold.
    #expect(try read("head -c 1000000 /dev/zero").count == 1_000_000)
  }

  private func failure(_ command: String, retries: Int = 1, timeout: Double? = 20)
    -> CommandFailure?
  {
    #expect(throws: CommandFailure.self) {
      try read(command, retries: retries, timeout: timeout)
    }
  }

  @Test func failuresNameTheCommand() throws {
    let first = try #require(failure("printf x; exit 3"))
    #expect(first == CommandFailure(command: "printf x; exit 3", reason: .status(3), attempts: 2))
    #expect(first.description.hasPrefix("pipe:printf x; exit 3: the command ended with status 3"))
    #expect(first.exitStatus == .inputOutput)
    #expect(failure("kill -9 $$")?.reason == .signal(9))
    #expect(failure("true", retries: 0)?.reason == .endedEarly(0))
  }

  @Test func aSilentCommandIsEnded() throws {
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(failure("printf x; exec sleep 60", retries: 0, timeout: 0.3)?.reason == .silent(0.3))
    }
    #expect(time < .seconds(20))
  }

  /// The first run breaks off in the middle, with and without saying so; the second goes on.
  @Test(arguments: ["exit 1", "exit 0"], [300, 512 * 300 + 100])
  func anotherRunGoesOnWhereTheFirstBrokeOff(end: String, count: Int) throws {
    let bytes = archive(blocks: 900)
    try AtomicFile.write(bytes, to: folder.file("a.tar"))
    let command = """
      if [ -e \(folder.path)/second ]; then cat \(folder.path)/a.tar
      else touch \(folder.path)/second; head -c \(count) \(folder.path)/a.tar; \(end); fi
      """
    #expect(try read(command) == bytes)
  }

  @Test func anArchiveWithoutItsEndIsNotWhole() throws {
    try AtomicFile.write(Array(archive(blocks: 5).dropLast(1024)), to: folder.file("a.tar"))
    #expect(failure("cat \(folder.path)/a.tar")?.reason == .endedEarly(5 * 512))
  }

  /// Bytes of two runs are never put together unless they are the same.
  @Test func otherBytesAreRefused() throws {
    let command = """
      if [ -e \(folder.path)/second ]; then printf abXdef
      else touch \(folder.path)/second; printf abc; exit 1; fi
      """
    #expect(failure(command)?.reason == .changed)
  }

  @Test func noRetriesMeansOneRun() throws {
    let command = "echo x >> \(folder.path)/runs; exit 1"
    #expect(failure(command, retries: 0)?.attempts == 1)
    #expect(failure(command, retries: 2)?.attempts == 3)
    #expect(try readFile(folder.file("runs")) == Array("x\nx\nx\nx\n".utf8))
  }

  /// An object store that breaks off now and then is not given up as long as it gives more each time.
  @Test func failuresAreForgottenWhenBytesCome() throws {
    let bytes = archive(blocks: 900)
    try AtomicFile.write(bytes, to: folder.file("a.tar"))
    let command = """
      echo x >> \(folder.path)/runs; n=$(wc -l < \(folder.path)/runs)
      if [ $n = 6 ]; then cat \(folder.path)/a.tar
      else head -c $((n * 70000)) \(folder.path)/a.tar; exit 1; fi
      """
    #expect(try read(command, retries: 1) == bytes)
  }

  @Test func aCommandThatLingersIsEnded() throws {
    let time = ContinuousClock().measure {
      let reason = failure(
        "printf x; exec >&-; exec sleep 60", retries: 0, timeout: 0.3)?.reason
      #expect(reason == .lingers(0.3))
    }
    #expect(time < .seconds(20))
  }

  /// Whether processes, whose numbers a file holds, are gone, now or soon.
  private func areGone(_ name: String) throws -> Bool {
    let text = String(decoding: try readFile(folder.file(name)), as: UTF8.self)
    let numbers = text.split(separator: "\n")
    #expect(!numbers.isEmpty)
    for _ in 0..<500 {
      let running = numbers.filter { number in
        // What nobody has asked about yet stands there as a zombie.
        let status = (try? readFile("/proc/\(number)/stat")).map {
          String(decoding: $0, as: UTF8.self)
        }
        return status.map { !$0.contains(") Z ") } ?? false
      }
      if running.isEmpty { return true }
      usleep(10_000)
    }
    return false
  }

  /// Also those that would outlive the shell, and those that do not listen.
  @Test(arguments: ["sleep 60", "sh -c 'trap : TERM; while :; do sleep 60; done'"])
  func noProcessOfACommandIsLeft(child: String) throws {
    let command = "\(child) & echo $! >> \(folder.path)/children; printf x; wait"
    #expect(failure(command, retries: 1, timeout: 0.3)?.reason == .silent(0.3))
    #expect(try areGone("children"))
    do {
      let input = BufferedInput(CommandInput(command: command), name: "c")
      #expect(try input.peek(1) == [UInt8(ascii: "x")])
    }
    #expect(try areGone("children"))
  }

  /// What asks at the terminal must neither take the samples' input nor be stopped there.
  @Test func aCommandHasNoTerminal() throws {
    #expect(try read("cat; (: < /dev/tty) 2> /dev/null || printf none") == Array("none".utf8))
  }
}
