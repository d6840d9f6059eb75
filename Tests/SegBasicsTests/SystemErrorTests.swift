import Foundation
import SegBasics
import SegTestSupport
import SystemPackage
import Testing

@Suite struct SystemErrorTests {
  /// What cannot be opened is missing input; a system at its limits is not the input's fault.
  @Test(
    arguments: [
      (.noSuchFileOrDirectory, .noInput), (.permissionDenied, .noInput), (.isDirectory, .noInput),
      (.notDirectory, .noInput), (.tooManySymbolicLinkLevels, .noInput),
      (.fileNameTooLong, .noInput), (.tooManyOpenFiles, .inputOutput),
      (.tooManyOpenFilesInSystem, .inputOutput), (.ioError, .inputOutput),
    ] as [(Errno, SegBasics.ExitStatus)])
  func opening(reason: Errno, status: SegBasics.ExitStatus) {
    #expect(SystemError(.open, "a", reason).exitStatus == status)
    #expect(SystemError(.examine, "a", reason).exitStatus == status)
  }

  @Test func namesThatCannotBeOpened() throws {
    let folder = try TemporaryFolder()
    try #require(symlink("loop", folder.file("loop")) == 0)
    let long = folder.file(String(repeating: "x", count: 300))
    for path in [folder.file("loop"), long] {
      let error = #expect(throws: SystemError.self) { try readFile(path) }
      #expect(error?.exitStatus == .noInput)
      #expect(throws: try #require(error)) { try BufferedInput(path: path) }
    }
  }
}

@Suite struct NamesInFolderTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func make(_ name: [UInt8]) throws {
    let bytes = Array(folder.path.utf8) + [47] + name + [0]
    let descriptor = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { creat($0, 0o600) } ?? -1 }
    }
    try #require(descriptor >= 0)
    close(descriptor)
  }

  @Test func namesAreSortedByTheirBytes() throws {
    for name in ["b", "ä", "B", ".hidden", "a"] { try make(Array(name.utf8)) }
    #expect(try namesInFolder(folder.path) == [".hidden", "B", "a", "b", "ä"])
  }

  /// A repaired name would be that of a file that does not exist.
  @Test func aNameThatIsNoTextIsRefused() throws {
    try make(Array("caf".utf8) + [0xE9] + Array(".png".utf8))
    let error = #expect(throws: Located.self) { try namesInFolder(folder.path) }
    #expect(
      error?.description
        == "\(folder.path): the file name caf\\xE9.png is not UTF-8; rename the file")
    #expect(error?.exitStatus == .badData)
  }
}
