import SegBasics
import SegSamples
import SegShards

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder an export is written to, locked against a second writer until it is finished.
///
/// Where files are replaced, everything new is made first, in a hidden folder; then it takes the place of
/// what stood there, and what an earlier export left besides goes.
final class ExportFolder {
  /// Where the new files grow while the old ones still stand.
  private static let stagingName = ".segkit-new"
  /// The file whose lock keeps a second writer out: another export, or what packs a shard set.
  private static let lockName = ".segpack-lock"

  /// Where it is.
  let path: String
  private let overwrites: Bool
  private let isNew: Bool
  private let lock: FolderLock
  private var record: ExportRecord
  private var final: FileTree
  private var staging: FileTree
  private var staged: [String] = []
  private var written: Set<SampleKey> = []
  /// Those that are ours: a file of somebody else that happens to be the same stays theirs.
  private var own: Set<SampleKey> = []

  /// Makes the folder if need be, and locks it.
  ///
  /// - Parameter overwrites: Whether files of other content are replaced, and those that an earlier export
  ///   left are removed.
  /// - Throws: `Located` ``ShardError/folderBusy``; `SystemError`.
  init(_ path: String, overwrites: Bool) throws {
    self.path = path
    self.overwrites = overwrites
    isNew = try fileStatus(path) == nil
    try createFolder(path)
    lock = try FolderLock(path, name: Self.lockName, busy: ShardError.folderBusy)
    record = try ExportRecord(in: path)
    own = Set(record.names.map(SampleKey.init))
    final = FileTree(path)
    staging = FileTree(pathInside(path, Self.stagingName))
    staging.overwrites = true
    // What a killed run left there is of use to one that replaces files, and to no other.
    if !overwrites { removeTree(staging.folder) }
  }

  /// Writes a file; a slash in its name makes a folder.
  ///
  /// - Parameter name: The path below the folder, which the caller has checked to stay there.
  /// - Throws: As ``FileTree/write(_:to:)``.
  func write(_ data: [UInt8], to name: String) throws {
    try write(to: name) { try $0.write(data) }
  }

  /// Writes a file piece by piece.
  ///
  /// - Parameters:
  ///   - name: As in ``write(_:to:)``.
  ///   - content: Writes the content; called twice where another file stands.
  /// - Throws: As ``FileTree/write(_:to:)``, and what `content` throws.
  func write(to name: String, _ content: (any ByteSink) throws -> Void) throws {
    guard overwrites else {
      // Before the file: a killed run must not leave one that nobody knows of.
      if try final.standing(name, content) == .nothing {
        try record.note(name)
        own.insert(SampleKey(name))
      }
      try final.write(to: name, content)
      written.insert(SampleKey(name))
      return
    }
    guard written.insert(SampleKey(name)).inserted else {
      throw Located(ShardError.writtenTwice, path: pathInside(path, name))
    }
    guard try final.standing(name, content) != .same else { return }
    try staging.write(to: name, content)
    staged.append(name)
    own.insert(SampleKey(name))
  }

  /// Puts what is new in its place, removes what an earlier export left, and lets other writers in.
  ///
  /// - Throws: `SystemError`.
  func finish() throws {
    for name in staged { try record.note(name) }
    for name in staged {
      let target = pathInside(path, name)
      if let parent = parent(of: target) { try createFolder(parent) }
      try renameFile(pathInside(staging.folder, name), to: target, durably: false)
    }
    if overwrites {
      for name in record.names where !written.contains(SampleKey(name)) {
        try removeFile(pathInside(path, name))
        removeEmptyFolders(above: name)
      }
    }
    try record.replace(with: overwrites ? own.intersection(written) : own)
    removeTree(staging.folder)
    lock.release()
  }

  /// Gives up: what stood there before stands there still.
  func abandon() {
    removeTree(staging.folder)
    lock.release()
    if isNew { rmdir(path) }
  }

  private func removeEmptyFolders(above name: String) {
    var name = name
    while let above = parent(of: name) {
      guard rmdir(pathInside(path, above)) == 0 else { return }
      name = above
    }
  }

  private func parent(of path: String) -> String? {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map {
      String(decoding: path.utf8.prefix(upTo: $0), as: UTF8.self)
    }
  }
}

/// Removes a file, or a folder with everything in it, as far as that can be done.
private func removeTree(_ path: String) {
  // A link goes, not what it leads to.
  guard unlink(path) != 0, errno != ENOENT else { return }
  for name in (try? namesInFolder(path)) ?? [] { removeTree(pathInside(path, name)) }
  rmdir(path)
}

/// The path of something in a folder, which may have been named with a slash at its end.
func pathInside(_ folder: String, _ name: String) -> String {
  folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
}
