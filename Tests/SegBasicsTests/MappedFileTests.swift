import SegBasics
import SegTestSupport
import SystemPackage
import Testing

@Suite struct MappedFileTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [0, 1, 4096, 100_003])
  func theBytesAreThoseOfTheFile(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try AtomicFile.write(bytes, to: folder.file("f"))
    let file = try MappedFile(path: folder.file("f"))
    #expect(file.count == count)
    #expect(file.withUnsafeBytes { Array($0) } == bytes)
    #expect(MappedBytes(file, 0..<count).copy == bytes)
    let middle = MappedBytes(file, (count / 3)..<(count / 2))
    #expect(middle.count == count / 2 - count / 3)
    #expect(middle.copy == Array(bytes[(count / 3)..<(count / 2)]))
  }

  /// What was mapped stays readable when another file takes its name.
  @Test func aReplacedFileStays() throws {
    try AtomicFile.write([1, 2, 3], to: folder.file("f"))
    let file = try MappedFile(path: folder.file("f"))
    try AtomicFile.write([9], to: folder.file("f"))
    #expect(file.withUnsafeBytes { Array($0) } == [1, 2, 3])
  }

  @Test func whatCannotBeMappedIsAnError() throws {
    let reason = Errno.noSuchFileOrDirectory
    #expect(throws: SystemError(.open, folder.file("none"), reason)) {
      try MappedFile(path: folder.file("none"))
    }
    #expect(throws: SystemError(.open, folder.path, .isDirectory)) {
      try MappedFile(path: folder.path)
    }
    #expect(throws: SystemError(.read, "/dev/null", .illegalSeek)) {
      try MappedFile(path: "/dev/null")
    }
  }
}
