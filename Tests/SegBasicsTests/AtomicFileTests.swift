import Foundation
import SegTestSupport
import SystemPackage
import Testing

@testable import SegBasics

@Suite struct AtomicFileTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    String(decoding: try readFile(folder.file(name)), as: UTF8.self)
  }

  private func mode(_ name: String) throws -> mode_t {
    var status = stat()
    try #require(lstat(folder.file(name), &status) == 0)
    return status.st_mode
  }

  @Test func appearsWhenComplete() throws {
    let file = try AtomicFile(folder.file("out"))
    try file.write("whole")
    try file.flush()
    #expect(try namesInFolder(folder.path).allSatisfy { $0.hasPrefix(".out.") })
    try file.commit()
    #expect(try namesInFolder(folder.path) == ["out"])
    #expect(try text("out") == "whole")
  }

  @Test func nothingStaysOfAFileThatIsGivenUp() throws {
    try AtomicFile.write(Array("old".utf8), to: folder.file("out"))
    try AtomicFile(folder.file("out")).write("new")
    #expect(try namesInFolder(folder.path) == ["out"])
    #expect(try text("out") == "old")
  }

  @Test func nothingStaysWhenTheNameCannotBeGiven() throws {
    let file = try AtomicFile(folder.file("out"))
    try file.write("lost")
    try createFolder(folder.file("out/full"))
    let error = #expect(throws: SystemError.self) { try file.commit() }
    #expect(error?.operation == .rename)
    #expect(error?.exitStatus == .cannotCreate)
    #expect(try namesInFolder(folder.path) == ["out"])
  }

  @Test func aFolderIsRefusedAtOnce() {
    #expect(throws: SystemError(.create, folder.path, .isDirectory)) {
      try AtomicFile(folder.path)
    }
  }

  /// Links relative to their own folder, through another link, and to nothing yet.
  @Test(arguments: [true, false])
  func aLinkStaysAndItsTargetIsReplaced(exists: Bool) throws {
    try createFolder(folder.file("a"))
    try createFolder(folder.file("b"))
    if exists { try AtomicFile.write(Array("old".utf8), to: folder.file("b/target")) }
    try #require(symlink("../b/second", folder.file("a/first")) == 0)
    try #require(symlink("target", folder.file("b/second")) == 0)
    let file = try AtomicFile(folder.file("a/first"))
    try file.write("new")
    try file.commit()
    #expect(try mode("a/first") & S_IFMT == S_IFLNK)
    #expect(try mode("b/second") & S_IFMT == S_IFLNK)
    #expect(try mode("b/target") & S_IFMT == S_IFREG)
    #expect(try text("b/target") == "new")
    #expect(try namesInFolder(folder.file("a")) == ["first"])
    #expect(try namesInFolder(folder.file("b")) == ["second", "target"])
  }

  @Test func aCircleOfLinksIsRefused() throws {
    try #require(symlink("b", folder.file("a")) == 0)
    try #require(symlink("a", folder.file("b")) == 0)
    #expect(throws: SystemError(.create, folder.file("a"), .tooManySymbolicLinkLevels)) {
      try AtomicFile(folder.file("a"))
    }
  }

  @Test(arguments: [false, true])
  func aPipeIsWrittenThrough(throughLink: Bool) throws {
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    try #require(symlink("pipe", folder.file("link")) == 0)
    // Open for both, so that neither end waits for the other.
    let reader = try FileDescriptor.open(folder.file("pipe"), .readWrite)
    defer { try? reader.close() }
    let file = try AtomicFile(folder.file(throughLink ? "link" : "pipe"))
    try file.write("through")
    try file.commit()
    #expect(try mode("pipe") & S_IFMT == S_IFIFO)
    #expect(try namesInFolder(folder.path) == ["link", "pipe"])
    var bytes = [UInt8](repeating: 0, count: 100)
    let got = try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
    #expect(String(decoding: bytes[..<got], as: UTF8.self) == "through")
  }

  /// Asked without writing: a fault must not replace a device of the system.
  @Test(arguments: ["/dev/null", "/dev/stdout"])
  func devicesAreWrittenThrough(path: String) throws {
    guard case .special = try WriteTarget(path) else {
      Issue.record("\(path) would be replaced")
      return
    }
  }

  /// `/dev/stdout` and the like name an open file, to which the shell may write more.
  @Test func openFilesAreAppendedTo() throws {
    let open = try FileDescriptor.open(
      folder.file("log"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
    defer { try? open.close() }
    try open.writeAll("first ".utf8)
    try AtomicFile.write(Array("second".utf8), to: "/dev/fd/\(open.rawValue)")
    #expect(try text("log") == "first second")
    #expect(try namesInFolder(folder.path) == ["log"])
  }

  @Test func aNewFileHasTheModeOfTheMask() throws {
    // Read through a plain file, for the mask belongs to the whole process.
    let plain = try FileDescriptor.open(
      folder.file("plain"), .writeOnly, options: [.create], permissions: .init(rawValue: 0o666))
    try plain.close()
    try AtomicFile.write([], to: folder.file("out"))
    #expect(try mode("out") == mode("plain"))
  }

  @Test(arguments: [0o600, 0o640, 0o666, 0o755] as [mode_t])
  func aReplacedFileKeepsItsMode(permissions: mode_t) throws {
    try AtomicFile.write([], to: folder.file("out"))
    try #require(chmod(folder.file("out"), permissions) == 0)
    try AtomicFile.write([1], to: folder.file("out"))
    #expect(try mode("out") & 0o777 == permissions)
  }

  @Test func twoAtOnceDoNotMix() throws {
    let first = try AtomicFile(folder.file("out"))
    let second = try AtomicFile(folder.file("out"))
    try first.write("the first")
    try second.write("second")
    try first.commit()
    #expect(try text("out") == "the first")
    try second.commit()
    #expect(try text("out") == "second")
    #expect(try namesInFolder(folder.path) == ["out"])
  }

  /// A link under the name of a temporary must not have its target emptied.
  @Test func aPlantedTemporaryIsRefused() throws {
    try AtomicFile.write(Array("precious".utf8), to: folder.file("victim"))
    try #require(symlink("victim", folder.file(".out.partial")) == 0)
    #expect(throws: SystemError(.create, folder.file(".out.partial"), .fileExists)) {
      try AtomicFile(folder.file("out"), temporary: folder.file(".out.partial"))
    }
    #expect(try text("victim") == "precious")
    #expect(try namesInFolder(folder.path) == [".out.partial", "victim"])
  }

  @Test func aTemporaryHasTheNameAskedFor() throws {
    let file = try AtomicFile(folder.file("out"), temporary: folder.file(".out.partial"))
    #expect(try namesInFolder(folder.path) == [".out.partial"])
    try file.commit()
    #expect(try namesInFolder(folder.path) == ["out"])
  }

  @Test func theLongestNameCanBeWritten() throws {
    let name = String(repeating: "ä", count: 127) + "x"
    try AtomicFile.write([1], to: folder.file(name))
    #expect(try namesInFolder(folder.path) == [name])
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func nothingStaysWhenASignalEndsTheProgram(signal number: Int32) async throws {
    let path = folder.path
    await #expect(processExitsWith: .signal(number)) {
      [path = path as String, number = number as Int32] in
      // As a shell starts a program, whatever the tests were started with.
      var none = sigset_t()
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, nil)
      signal(number, SIG_DFL)
      try AtomicFile.write([1], to: path + "/finished")
      let files = try ["a", "b"].map { try AtomicFile(path + "/" + $0) }
      for file in files {
        try file.write("half")
        try file.flush()
      }
      raise(number)
      withExtendedLifetime(files) {}
    }
    #expect(try namesInFolder(path) == ["finished"])
  }
}
