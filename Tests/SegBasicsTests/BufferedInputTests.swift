import Foundation
import SegBasics
import SegTestSupport
import SystemPackage
import Testing

@Suite struct BufferedInputTests {
  /// Bytes that arrive over a pipe from another thread in pieces of any size.
  private func piped(_ bytes: [UInt8], piece: Int) throws -> BufferedInput {
    let (reader, writer) = try FileDescriptor.pipe()
    Thread.detachNewThread {
      for start in stride(from: 0, to: bytes.count, by: piece) {
        _ = try? writer.writeAll(bytes[start..<min(start + piece, bytes.count)])
      }
      try? writer.close()
    }
    return BufferedInput(reader, name: "pipe", closes: true)
  }

  /// More than the buffer holds, without a period that divides its size.
  private static let long = (0..<600_011).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }

  @Test(arguments: [1000, 65_536, 600_011])
  func lookingAheadAcrossRefills(piece: Int) throws {
    let input = try piped(Self.long, piece: piece)
    var position = 0
    while position < Self.long.count {
      let ahead = try input.peek(65_536)
      #expect(ahead.elementsEqual(Self.long[position...].prefix(65_536)))
      #expect(input.position == position)
      let taken = try input.read(40_009)
      #expect(taken.elementsEqual(Self.long[position...].prefix(40_009)))
      position += taken.count
    }
    #expect(try input.peek(1).isEmpty)
    #expect(input.position == Self.long.count)
  }

  /// The count is what a damaged header says; what is there is what comes.
  @Test(arguments: [600_012, 1 << 40, Int.max])
  func readingPastTheEnd(count: Int) throws {
    let input = try piped(Self.long, piece: 65_536)
    #expect(try input.read(count) == Self.long)
    #expect(try input.read(count).isEmpty)
    let memory = BufferedInput(bytes: [1, 2, 3], name: "memory")
    #expect(try memory.read(count) == [1, 2, 3])
    #expect(try memory.read(0).isEmpty)
  }

  @Test func skipping() throws {
    let input = try piped(Self.long, piece: 10_000)
    #expect(try input.skip(500_000) == 500_000)
    #expect(input.position == 500_000)
    #expect(try input.read(3) == Array(Self.long[500_000..<500_003]))
    #expect(try input.skip(Int.max) == 100_008)
    #expect(input.position == Self.long.count)
    #expect(try input.skip(1) == 0)
  }

  @Test(
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb", ["a", "b"]),
      ("a\n\nb\n", ["a", "", "b"]), ("\r\n\r\n", ["", ""]), ("a\rb\n", ["a\rb"]),
    ] as [(String, [String])])
  func lines(text: String, expected: [String]) throws {
    for input in [
      BufferedInput(bytes: Array(text.utf8), name: "m"), try piped(Array(text.utf8), piece: 1),
    ] {
      var lines: [String] = []
      while let line = try input.readLine() { lines.append(String(decoding: line, as: UTF8.self)) }
      #expect(lines == expected)
      #expect(input.position == text.utf8.count)
    }
  }

  @Test func linesAcrossRefills() throws {
    let line = [UInt8](repeating: 97, count: 300_000)
    let input = try piped(line + [13, 10] + line, piece: 65_536)
    #expect(try input.readLine() == line)
    #expect(try input.readLine() == line)
    #expect(try input.readLine() == nil)
  }

  /// The line break is no part of the line, in either form.
  @Test(arguments: ["\n", "\r\n", ""])
  func theLongestLine(ending: String) throws {
    func input(_ count: Int) -> BufferedInput {
      let text = String(repeating: "a", count: count) + ending
      return BufferedInput(bytes: Array(text.utf8), name: "m")
    }
    #expect(try input(10).readLine(limit: 10)?.count == 10)
    #expect(throws: LineTooLong.self) { try input(11).readLine(limit: 10) }
  }

  /// An endless line is given up soon after the limit.
  @Test func anEndlessLine() throws {
    let input = try BufferedInput(path: "/dev/zero")
    #expect(throws: LineTooLong.self) { try input.readLine(limit: 1000) }
    #expect(input.position < 1 << 20)
  }

  @Test(arguments: [true, false])
  func closing(closes: Bool) throws {
    let (reader, writer) = try FileDescriptor.pipe()
    defer { try? writer.close() }
    func use() throws {
      let input = BufferedInput(reader, name: "pipe", closes: closes)
      try writer.writeAll([1, 2])
      #expect(try input.read(1) == [1])
    }
    try use()
    // A pipe without a reader refuses bytes; SIGPIPE would end the tests.
    signal(SIGPIPE, SIG_IGN)
    if closes {
      #expect(throws: Errno.brokenPipe) { try writer.writeAll([3]) }
    } else {
      try writer.writeAll([3])
      try reader.close()
    }
  }

  @Test func whatCannotBeOpened() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SystemError(.open, folder.file("no"), .noSuchFileOrDirectory)) {
      try BufferedInput(path: folder.file("no"))
    }
    let input = try BufferedInput(path: folder.path)
    #expect(throws: SystemError(.open, folder.path, .isDirectory)) { try input.read(1) }
  }
}
