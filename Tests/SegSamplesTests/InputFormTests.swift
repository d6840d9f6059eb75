import Foundation
import SegBasics
import SegSamples
import SystemPackage
import Testing

@Suite struct InputFormTests {
  private func form(_ bytes: [UInt8]) throws -> InputForm? {
    try InputForm.detect(BufferedInput(bytes: bytes, name: "test"))
  }

  private func archive(_ name: String) throws -> [UInt8] {
    let sink = MemorySink()
    var tar = TarWriter(sink)
    try tar.add(name: name, data: [1])
    try tar.finish()
    return sink.bytes
  }

  /// The header of tar programs from before POSIX: no `ustar`, a checksum.
  private func oldArchive(_ name: String) throws -> [UInt8] {
    var bytes = try archive(name)
    for position in 257..<265 { bytes[position] = 0 }
    let sum = (0..<512).reduce(0) { $0 + ((148..<156).contains($1) ? 32 : Int(bytes[$1])) }
    let digits = String(sum, radix: 8)
    let field = String(repeating: "0", count: 6 - digits.count) + digits + "\u{0} "
    bytes.replaceSubrange(148..<156, with: Array(field.utf8))
    return bytes
  }

  @Test(arguments: ["a.png", "{a}.png", "{\"key\":\"x\"}.png", " { .png", "\n.png"])
  func archives(name: String) throws {
    #expect(try form(archive(name)) == .stream)
    #expect(try form(oldArchive(name)) == .stream)
    #expect(try form(archive(name + String(repeating: "n", count: 120))) == .stream)
  }

  @Test func emptyArchives() throws {
    #expect(try form([UInt8](repeating: 0, count: 1024)) == .stream)
    #expect(try form([UInt8](repeating: 0, count: 10240)) == .stream)
    #expect(try form([UInt8](repeating: 0, count: 600)) == .other)
    #expect(try form([UInt8](repeating: 0, count: 1023) + [1]) == .other)
    #expect(try form([]) == nil)
  }

  @Test func manifests() throws {
    #expect(try form(Array("{}".utf8)) == .manifest)
    #expect(try form(Array("\n \t{\"key\":1}\n".utf8)) == .manifest)
    #expect(try form(Array(("{" + String(repeating: "x", count: 2000)).utf8)) == .manifest)
    #expect(try form(Array("{\"key\":\"\0\"}\n".utf8)) == .manifest)
    #expect(try form(Array("key,image\n{}".utf8)) == .other)
    #expect(try form(Array("\n\n".utf8)) == .other)
  }

  /// A first line is used while whatever writes the manifest is still at work on the second.
  @Test(.timeLimit(.minutes(10)), arguments: ["{\"key\":\"a\"}\n", "\n {}\n", "["])
  func pipesAreNotWaitedFor(text: String) throws {
    let pipe = try FileDescriptor.pipe()
    try pipe.writeEnd.writeAll(text.utf8)
    let input = BufferedInput(pipe.readEnd, name: "pipe", closes: true)
    // Should detection wait for more, this ends the wait, and the flag tells of it.
    let hasWaited = Flag()
    let thread = Thread {
      for _ in 0..<100 where !hasWaited.isDone { Thread.sleep(forTimeInterval: 0.02) }
      if !hasWaited.isDone { hasWaited.isLate = true }
      try? pipe.writeEnd.close()
    }
    thread.start()
    _ = try InputForm.detect(input)
    let isLate = hasWaited.isLate
    hasWaited.isDone = true
    #expect(isLate == !text.contains("{"))
  }
}

/// What two threads tell each other.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var done = false
  private var late = false

  var isDone: Bool {
    get { lock.withLock { done } }
    set { lock.withLock { done = newValue } }
  }

  var isLate: Bool {
    get { lock.withLock { late } }
    set { lock.withLock { late = newValue } }
  }
}
