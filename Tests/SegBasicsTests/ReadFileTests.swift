import Foundation
import SegBasics
import SegTestSupport
import SystemPackage
import Testing

@Suite struct ReadFileTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func pipesAreReadToTheirEnd() throws {
    let path = folder.file("pipe")
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try #require(mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      guard let writer = try? FileDescriptor.open(path, .writeOnly) else { return }
      _ = try? writer.writeAll(bytes)
      try? writer.close()
    }
    #expect(try readFile(path) == bytes)
  }

  /// `/dev/stdin` is a name of this kind.
  @Test func openPipesAreReadByTheirName() throws {
    let (reader, writer) = try FileDescriptor.pipe()
    try writer.writeAll([1, 2, 3])
    try writer.close()
    #expect(try readFile("/dev/fd/\(reader.rawValue)") == [1, 2, 3])
    try reader.close()
  }

  @Test func filesWhoseSizeIsNotKnown() throws {
    let text = String(decoding: try readFile("/proc/self/status"), as: UTF8.self)
    #expect(text.contains("Threads:"))
  }

  @Test func aFolderIsNoInput() {
    let error = #expect(throws: SystemError(.open, folder.path, .isDirectory)) {
      try readFile(folder.path)
    }
    #expect(error?.exitStatus == .noInput)
  }

  @Test(arguments: [true, false])
  func theLimitIsTheMostThatIsRead(throughPipe: Bool) throws {
    func file(_ count: Int) throws -> String {
      let path = folder.file("\(count)")
      guard throughPipe else {
        try AtomicFile.write([UInt8](repeating: 1, count: count), to: path)
        return path
      }
      try #require(mkfifo(path, 0o600) == 0)
      Thread.detachNewThread {
        guard let writer = try? FileDescriptor.open(path, .writeOnly) else { return }
        _ = try? writer.writeAll([UInt8](repeating: 1, count: count))
        try? writer.close()
      }
      return path
    }
    #expect(try readFile(file(100), limit: 100).count == 100)
    let path = try file(101)
    let error = #expect(throws: Located.self) { try readFile(path, limit: 100) }
    #expect(error == Located(FileTooLarge(size: 101, limit: 100), path: path))
  }
}
