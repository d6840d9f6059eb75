import Foundation
import SegBasics
import SegLayouts
import SegTestSupport
import Testing

@Suite struct RecognitionTests {
  private func folder(_ files: [String: [UInt8]]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, bytes) in files {
      let path = folder.file(name)
      let parent = URL(filePath: path).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: path))
    }
    return folder
  }

  private func failure(_ path: String) throws -> Located {
    try #require(throws: Located.self) { try readDataset(at: path) }
  }

  private let row = Array("Bombay_1 8 1 4\n".utf8)

  @Test(arguments: ["", "oxford-iiit-pet/"])
  func theFolderItselfOrTheOneAbove(prefix: String) throws {
    let folder = try folder([
      prefix + "images/Bombay_1.jpg": [1], prefix + "annotations/trimaps/Bombay_1.png": [1],
      prefix + "annotations/trainval.txt": row,
    ])
    let listing = try readDataset(at: folder.path)
    #expect(listing.samples.map(\.key) == ["Bombay_1"])
    #expect(listing.splits == ["trainval"])
  }

  @Test func otherFoldersAreForeign() throws {
    let folder = try folder([
      "images/1.jpg": [1], "annotations/instances_val2017.json": [1],
    ])
    let failure = try failure(folder.path)
    #expect(failure.exitStatus == .badData)
    #expect("\(failure)".contains("oxford-iiit-pet: images/ and annotations/"))
  }

  @Test func aMissingFolderIsNoInput() throws {
    #expect(try failure("/no/such/folder").exitStatus == .noInput)
  }

  @Test func gzipAndPlainArchivesGetTheirOwnLine() throws {
    var tar = [UInt8](repeating: 0, count: 1024)
    tar.replaceSubrange(257..<262, with: "ustar".utf8)
    let folder = try folder([
      "images.tar.gz": [0x1F, 0x8B, 8, 0], "annotations.tar.gz": tar,
    ])
    let lines = "\(try failure(folder.path))".split(separator: "\n").map(String.init)
    let root = folder.path
    #expect(
      lines.dropFirst() == [
        "  tar xzf \(root)/images.tar.gz -C \(root)",
        "  tar xf \(root)/annotations.tar.gz -C \(root)", "and then: segls \(root)",
      ])
  }

  @Test func anArchiveInsteadOfAFolder() throws {
    let folder = try folder(["my pets/images.tar.gz": [0x1F, 0x8B]])
    let failure = try failure(folder.file("my pets/images.tar.gz"))
    #expect("\(failure)".contains("tar xzf '\(folder.path)/my pets/images.tar.gz'"))
  }

  @Test func oneHalfOnly() throws {
    let pictures = try folder(["images/Bombay_1.jpg": [1]])
    #expect("\(try failure(pictures.path))".contains("has images/ but not annotations/"))
    let lists = try folder(["annotations/test.txt": row])
    #expect("\(try failure(lists.path))".contains("has annotations/ but not images/"))
    let packed = try folder([
      "annotations/test.txt": row, "images.tar.gz": [0x1F, 0x8B],
    ])
    let said = "\(try failure(packed.path))"
    #expect(said.contains("tar xzf") && !said.contains("annotations.tar"))
  }
}
