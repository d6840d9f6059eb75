import SegBasics
import SegSamples

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Sets in a folder that a run would stand beside, above or below, and that hold the same samples divided
/// otherwise.
///
/// Whoever trains on one of them and validates on another later would validate on what was trained on. Sets
/// that no division made are left alone, except one that the splits would stand in.
struct NeighbourSets {
  private let folder: String
  /// The folders of the sets, and how their files are called.
  private let found: [(path: String, settings: PackingSettings)]
  /// Where the sets are.
  var paths: [String] { found.map(\.path) }

  /// Looks for such sets.
  ///
  /// - Parameters:
  ///   - folder: What the run makes its sets in.
  ///   - splits: The names of the sets below the folder; nil where the set is the folder itself.
  /// - Throws: `SystemError`; `Located` `UnreadableFileName`.
  init(in folder: String, besides splits: [String]?) throws {
    self.folder = folder
    var found: [(path: String, settings: PackingSettings)] = []
    let own = Set((splits ?? []).map(SampleKey.init))
    let top = try Self.settings(at: folder)
    if splits != nil, let top { found.append((folder, top)) }
    // A set that stands in the folder already is looked at by what packs into it.
    if splits != nil || top == nil, try fileStatus(folder)?.kind == .folder {
      for name in try namesInFolder(folder).sorted() where !own.contains(SampleKey(name)) {
        found += try Self.dividedSets(at: pathInside(folder, name))
      }
    }
    self.found = found
  }

  /// Refuses to make a set beside them.
  ///
  /// - Throws: `Located` ``ShardError/holdsOtherSets(_:)``.
  func refuse() throws {
    guard found.isEmpty else {
      throw Located(ShardError.holdsOtherSets(paths), path: folder)
    }
  }

  /// Refuses to remove one that is read.
  ///
  /// - Throws: `Located` ``ShardError/inputInOutputFolder(_:)``.
  func refuseInputs(_ inputs: [String]) throws {
    for set in found {
      try SegShards.refuseInputs(inputs, at: set.path) { $0 == $1 || $0.hasPrefix($1 + "/") }
    }
  }

  /// Removes them; what else lies in their folders stays.
  ///
  /// - Throws: `Located` ``ShardError/folderBusy``; `SystemError`.
  func remove() throws {
    for set in found {
      func file(_ name: String) -> String { pathInside(set.path, name) }
      // Another part of the run may have been here.
      guard try fileStatus(set.path) != nil else { continue }
      let lock = try FolderLock(
        set.path, name: OutputFolder.lockName, busy: ShardError.folderBusy)
      // What describes the set goes first: half a set must not look like one.
      try removeFile(file(DatasetDescription.fileName))
      try removeFile(file(DatasetDescription.widsFileName))
      for name in try namesInFolder(set.path) where set.settings.isShardFile(name) {
        try removeFile(file(name))
      }
      try removeFile(file(PackingLogEntry.fileName))
      try removeFile(file(PackingJournal.fileName))
      lock.release()
      guard set.path != folder else { continue }
      // The folder that the parts of a set lie in too; both stay where something else lies there.
      rmdir(set.path)
      if let slash = set.path.utf8.lastIndex(of: UInt8(ascii: "/")) {
        let above = String(decoding: set.path.utf8[..<slash], as: UTF8.self)
        if above != folder { rmdir(above) }
      }
    }
  }

  /// The sets at a path that a division made: the set itself, or its parts.
  private static func dividedSets(
    at path: String
  ) throws -> [(path: String, settings: PackingSettings)] {
    guard try fileStatus(path)?.kind == .folder else { return [] }
    let parts = (try? namesInFolder(path))?.filter { $0.hasPrefix("part-") } ?? []
    var found: [(path: String, settings: PackingSettings)] = []
    for place in [path] + parts.sorted().map({ pathInside(path, $0) }) {
      guard try fileStatus(place)?.kind == .folder, let settings = try Self.settings(at: place)
      else { continue }
      let command = PackingLogEntry.last(in: place)?.command ?? []
      let isDivided = command.contains { $0 == "--split-by" || $0.hasPrefix("--split-by=") }
      if settings.split != nil || isDivided { found.append((place, settings)) }
    }
    return found
  }

  /// How the set in a folder was made, or is being made; nil for no set of ours.
  private static func settings(at folder: String) throws -> PackingSettings? {
    if let journal = try? PackingJournal.load(from: folder) { return journal.settings }
    let file = pathInside(folder, DatasetDescription.fileName)
    guard try fileStatus(file)?.kind == .file else { return nil }
    return (try? DatasetDescription(readFile(file)))?.settings
  }
}
