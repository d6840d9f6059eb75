import SegBasics
import SegSamples
import SystemPackage

/// A tar archive that lies where its contents are wanted.
public struct Archive: Sendable, Hashable {
  /// The file.
  public let path: String
  /// Whether it is compressed, by its first bytes: some mirrors serve plain tar as `.tar.gz`.
  public let isGzip: Bool

  /// The archive under a path, told by its first bytes.
  ///
  /// - Returns: nil when nothing stands there, or something that is no tar archive.
  /// - Throws: `SystemError`.
  init?(at path: String) throws {
    guard try fileStatus(path)?.kind == .file else { return nil }
    let input = try BufferedInput(path: path)
    isGzip = try input.peek(2).elementsEqual([0x1F, 0x8B])
    guard try isGzip || InputForm.detect(input) == .stream else { return nil }
    self.path = path
  }

  /// The archive of a name in a folder, with any of the usual endings.
  static func named(_ name: String, in folder: String) throws -> Archive? {
    for ending in [".tar.gz", ".tgz", ".tar"] {
      if let archive = try Archive(at: joinedPath(folder, name + ending)) { return archive }
    }
    return nil
  }

  /// The folder it lies in.
  var parent: String {
    let parent = FilePath(path).removingLastComponent().string
    return parent.isEmpty ? "." : parent
  }

  /// The line that unpacks it.
  func unpackLine(into folder: String) -> String {
    "tar \(isGzip ? "xzf" : "xf") \(shellWord(path)) -C \(shellWord(folder))"
  }
}
