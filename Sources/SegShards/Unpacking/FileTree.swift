import SegBasics
import SegSamples

/// Files that are written below a folder, each complete or not at all.
///
/// A file that stands already with the same content is left as it is, so that a run that was killed is
/// gone on with by repeating it.
public struct FileTree {
  /// Where the files go; made when the first is written.
  public let folder: String
  /// Whether files with other content are replaced.
  public var overwrites = false
  private var written: Set<SampleKey> = []
  private var folders: Set<String> = []

  /// Begins with nothing written.
  public init(_ folder: String) { self.folder = folder }

  /// Writes a file; a slash in its name makes a folder.
  ///
  /// - Parameter name: The path below the folder, which the caller has checked to stay there.
  /// - Throws: `Located` ``ShardError/fileExists`` where another file stands, and
  ///   ``ShardError/writtenTwice`` where one was written under this name before; `SystemError`.
  public mutating func write(_ data: [UInt8], to name: String) throws {
    let path = pathInside(folder, name)
    guard written.insert(SampleKey(path)).inserted else {
      throw Located(ShardError.writtenTwice, path: path)
    }
    if let status = try fileStatus(path) {
      if status.kind == .file, status.size == data.count, try readFile(path) == data { return }
      guard overwrites, status.kind == .file else {
        throw Located(ShardError.fileExists, path: path)
      }
    }
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    if folders.insert(parent).inserted { try createFolder(parent) }
    let file = try AtomicFile(path)
    try file.write(data)
    try file.commit(durably: false)
  }

  /// Removes a file that stands from before, where files are replaced; else refuses it.
  ///
  /// - Throws: `Located` ``ShardError/fileExists``; `SystemError`.
  public func clear(_ name: String) throws {
    let path = pathInside(folder, name)
    guard !written.contains(SampleKey(path)), try fileStatus(path)?.kind == .file else { return }
    guard overwrites else { throw Located(ShardError.fileExists, path: path) }
    try removeFile(path)
  }
}
