import SegBasics
import SegSamples

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A set that takes the place of another only when it is complete.
///
/// It grows in a hidden folder inside that of the old set, as any set does, so that a killed run is gone
/// on with. When it is complete, a journal in the folder says that it is being moved; whoever writes
/// there next moves the rest.
extension OutputFolder {
  /// Where a new set grows while the old one stands.
  static let stageName = ".segpack-new"

  /// Makes the folder of the new set, or opens what a killed run left of it.
  ///
  /// - Throws: As ``init(_:settings:)``.
  func stage() throws -> OutputFolder {
    try OutputFolder(file(Self.stageName), settings: settings)
  }

  /// Removes what runs left that were to replace the set that stands here.
  func removeStage() { removeTree(file(Self.stageName)) }

  /// Puts a set that is complete but for its journal in the place of the old one; the journal of this
  /// folder stays.
  ///
  /// - Parameters:
  ///   - old: The settings of the set that goes.
  ///   - records: Of the new shards, for going on after a kill.
  /// - Throws: `SystemError`.
  func replaceSet(
    _ old: PackingSettings, by stage: OutputFolder, records: [JournalRecord],
    maker: PackingJournal.Maker = .create
  ) throws {
    stage.unlock()
    // From here on the new set is the one of this folder.
    _ = try PackingJournal.begin(
      in: path, settings: settings, records: records, by: maker, replacing: old)
    try moveSet(replacing: old, named: settings)
  }

  /// Moves what a killed run left half moved; its journal is then that of any interrupted run.
  ///
  /// - Throws: `SystemError`; `Located` `JSONError` where the new set's description is damaged, which only
  ///   somebody who looks into it can decide on.
  func finishReplacement(_ journal: PackingJournal) throws -> PackingJournal {
    guard let old = journal.replaced, let new = journal.settings else { return journal }
    try moveSet(replacing: old, named: new)
    return try PackingJournal.begin(
      in: path, settings: new, records: journal.records, by: journal.maker)
  }

  /// Moves the new set here, its description last, where that has not been done already.
  private func moveSet(replacing old: PackingSettings, named new: PackingSettings) throws {
    let stage = file(Self.stageName)
    func staged(_ name: String) -> String { pathInside(stage, name) }
    let described = staged(DatasetDescription.fileName)
    // Without it everything is here already.
    if try fileStatus(described) != nil {
      let description = try locating(path: described) {
        try DatasetDescription(readFile(described))
      }
      try removeFile(file(DatasetDescription.fileName))
      try removeFile(file(DatasetDescription.widsFileName))
      let own = description.shards.flatMap { [$0.name, ShardSet.indexPath(of: $0.name)] }
      for name in own where try fileStatus(staged(name)) != nil {
        try renameFile(staged(name), to: file(name), durably: false)
      }
      let kept = Set(own)
      for name in try namesInFolder(path)
      where !kept.contains(name) && (old.isShardFile(name) || new.isShardFile(name)) {
        try removeFile(file(name))
      }
      let wids = DatasetDescription.widsFileName
      if try fileStatus(staged(wids)) != nil {
        try renameFile(staged(wids), to: file(wids), durably: false)
      }
      synchronizeFolder(path)
      try renameFile(described, to: file(DatasetDescription.fileName))
    }
    removeStage()
  }
}

/// Removes a file, or a folder with everything in it, as far as that can be done.
private func removeTree(_ path: String) {
  // A link goes, not what it leads to.
  guard unlink(path) != 0, errno != ENOENT else { return }
  for name in (try? namesInFolder(path)) ?? [] { removeTree(pathInside(path, name)) }
  rmdir(path)
}
