import SegBasics
import SegSamples

/// Files that are written below a folder, each complete or not at all.
///
/// A file that stands already with the same content is left as it is, so that a run that was killed is
/// gone on with by repeating it.
public struct FileTree {
  /// What stands under a name.
  public enum Standing: Sendable {
    /// Nothing.
    case nothing
    /// A file with the content in question.
    case same
    /// A file with other content.
    case other
  }

  /// Where the files go; made when the first is written.
  public let folder: String
  /// Whether files with other content are replaced.
  public var overwrites = false
  private var written: Set<SampleKey> = []
  private var folders: Set<SampleKey> = []

  /// Begins with nothing written.
  public init(_ folder: String) { self.folder = folder }

  /// Writes a file; a slash in its name makes a folder.
  ///
  /// - Parameter name: The path below the folder, which the caller has checked to stay there.
  /// - Throws: `Located` ``ShardError/fileExists`` where another file stands, and
  ///   ``ShardError/writtenTwice`` where one was written under this name before;
  ///   ``ShardError/longFileName(bytes:limit:)``; `SystemError`.
  public mutating func write(_ data: [UInt8], to name: String) throws {
    try write(to: name) { try $0.write(data) }
  }

  /// Writes a file piece by piece.
  ///
  /// - Parameters:
  ///   - name: As in ``write(_:to:)``.
  ///   - content: Writes the content; called twice where another file stands.
  /// - Throws: As ``write(_:to:)``, and what `content` throws.
  public mutating func write(
    to name: String, _ content: (any ByteSink) throws -> Void
  ) throws {
    try Self.checkName(name)
    let path = pathInside(folder, name)
    guard written.insert(SampleKey(path)).inserted else {
      throw Located(ShardError.writtenTwice, path: path)
    }
    switch try standing(name, content) {
    case .same: return
    case .other where !overwrites: throw Located(ShardError.fileExists, path: path)
    case .other, .nothing: break
    }
    let parent = String(decoding: path.utf8.prefix(upTo: endOfParent(path)), as: UTF8.self)
    if folders.insert(SampleKey(parent)).inserted { try createFolder(parent) }
    let file = try AtomicFile(path)
    try content(file)
    try file.commit(durably: false)
  }

  /// What stands under a name, compared with some content.
  ///
  /// - Throws: `Located` ``ShardError/fileExists`` for what is no file;
  ///   ``ShardError/longFileName(bytes:limit:)``; `SystemError`; what `content` throws.
  public func standing(
    _ name: String, _ content: (any ByteSink) throws -> Void
  ) throws -> Standing {
    try Self.checkName(name)
    let path = pathInside(folder, name)
    guard let status = try fileStatus(path) else { return .nothing }
    guard status.kind == .file else { throw Located(ShardError.fileExists, path: path) }
    let comparison = ComparingSink(try BufferedInput(path: path))
    try content(comparison)
    return try comparison.isSame ? .same : .other
  }

  /// Removes a file that stands from before, where files are replaced; else refuses it.
  ///
  /// - Throws: `Located` ``ShardError/fileExists``; `SystemError`.
  public func clear(_ name: String) throws {
    // What cannot be written does not stand there either.
    guard (try? Self.checkName(name)) != nil else { return }
    let path = pathInside(folder, name)
    guard !written.contains(SampleKey(path)), try fileStatus(path)?.kind == .file else { return }
    guard overwrites else { throw Located(ShardError.fileExists, path: path) }
    try removeFile(path)
  }

  /// Refuses a name that file systems do not take, before anything of the sample is written.
  ///
  /// - Throws: ``ShardError/longFileName(bytes:limit:)``.
  static func checkName(_ name: String) throws(ShardError) {
    let limit = 255
    for part in name.utf8.split(separator: UInt8(ascii: "/")) where part.count > limit {
      throw .longFileName(bytes: part.count, limit: limit)
    }
  }

  private func endOfParent(_ path: String) -> String.UTF8View.Index {
    path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.utf8.startIndex
  }
}

/// Compares what is written with what a file holds.
private final class ComparingSink: ByteSink {
  private let file: BufferedInput
  private var agrees = true

  init(_ file: BufferedInput) { self.file = file }

  /// Whether everything was written that the file holds, and nothing else.
  var isSame: Bool {
    get throws { try agrees && file.peek(1).isEmpty }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while agrees, !rest.isEmpty {
      let piece = try file.read(min(rest.count, 1 << 20))
      agrees = !piece.isEmpty && rest.starts(with: piece)
      rest = rest.dropFirst(piece.count)
    }
  }

  func flush() {}
}
