import SegBasics
import SegSamples
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder a shard set is written to, locked against a second writer until ``unlock()``.
final class OutputFolder {
  /// What stands in the folder.
  enum State {
    /// Nothing of a shard set.
    case fresh
    /// What a run left that did not come to its end.
    case interrupted(PackingJournal)
    /// A complete set.
    case complete(DatasetDescription)
    /// Shards that no intact description lists, which are to be replaced.
    case undescribed
  }

  /// The file whose lock keeps a second writer out.
  static let lockName = ".segpack-lock"

  /// Where it is.
  let path: String
  /// How its set is made.
  let settings: PackingSettings
  private let lock: FolderLock

  /// Makes the folder if need be, locks it and removes what killed runs left unfinished.
  ///
  /// - Throws: `SystemError`, `Located` ``ShardError/folderBusy``.
  init(_ path: String, settings: PackingSettings) throws {
    self.path = path
    self.settings = settings
    if try fileStatus(path) == nil {
      try createFolder(path)
      // The folder's own name outlives a power failure too.
      let parent = FilePath(path).removingLastComponent()
      synchronizeFolder(parent.isEmpty ? "." : parent.string)
    }
    lock = try FolderLock(path, name: Self.lockName, busy: ShardError.folderBusy)
  }

  /// Lets other writers in.
  func unlock() { lock.release() }

  /// Refuses inputs that lie in the folder: they would be read while they are replaced.
  ///
  /// - Throws: `Located` ``ShardError/inputInOutputFolder(_:)``.
  func refuseInputs(_ inputs: [String]) throws {
    try SegShards.refuseInputs(inputs, at: path) { $0 == $1 || $0.hasPrefix($1 + "/") }
  }

  /// Finds out what stands in the folder; where a set was about to take the place of another, it does.
  ///
  /// - Throws: `Located` ``ShardError`` or `JSONError`; `SystemError`.
  func state(overwrites: Bool) throws -> State {
    let journal = try PackingJournal.load(from: path).map(finishReplacement)
    let names = try namesInFolder(path)
    for name in names where isTemporary(name) { try removeFile(file(name)) }
    let foreign = names.filter {
      $0.hasSuffix(".tar") && !$0.hasPrefix(".") && !settings.isShardFile($0)
    }
    let hasDescription = names.contains(DatasetDescription.fileName)
    if let journal {
      guard foreign.isEmpty || journal.settings.map({ $0.name != settings.name }) ?? false
      else {
        throw Located(ShardError.holdsForeignFiles(foreign), path: path)
      }
      return .interrupted(journal)
    }
    if hasDescription {
      let bytes = try readFile(file(DatasetDescription.fileName))
      do {
        return .complete(try DatasetDescription(bytes))
      } catch {
        if let version = DatasetDescription.newerVersion(bytes) {
          throw Located(ShardError.newerFormat(version), path: path)
        }
        let why = "its \(DatasetDescription.fileName) is damaged"
        guard overwrites else { throw Located(ShardError.holdsAnotherSet(why), path: path) }
      }
    }
    let own = names.filter(settings.isShardFile) + names.filter { $0 == "index.json" }
    guard foreign.isEmpty, overwrites || own.isEmpty else {
      throw Located(ShardError.holdsForeignFiles(foreign + own), path: path)
    }
    return own.isEmpty && !hasDescription ? .fresh : .undescribed
  }

  /// Removes a set for another one.
  ///
  /// A journal comes first, so that a folder that was only half cleared says what it is: a run in the
  /// settings of the old set, which the same line clears to its end.
  ///
  /// - Parameter maker: What clears it, which alone goes on then.
  /// - Throws: `SystemError`.
  func removeSet(_ old: PackingSettings, by maker: PackingJournal.Maker = .create) throws {
    _ = try PackingJournal.begin(in: path, settings: old, records: [], by: maker)
    try clear(named: old)
  }

  /// Removes what describes a set, then all shards under a name but some.
  ///
  /// - Precondition: A journal stands in the folder.
  /// - Throws: `SystemError`.
  func clear(named settings: PackingSettings, keeping kept: [ShardRecord] = []) throws {
    let keptNames = Set(kept.flatMap { [$0.name, $0.name.dropLast(4) + ".idx"] })
    try removeFile(file(DatasetDescription.fileName))
    try removeFile(file(DatasetDescription.widsFileName))
    for name in try namesInFolder(path) where settings.isShardFile(name) {
      if !keptNames.contains(name) { try removeFile(file(name)) }
    }
  }

  /// Writes what describes a complete set: the list of shards for other programs, then our own.
  ///
  /// - Throws: `SystemError`.
  func describe(_ description: DatasetDescription) throws {
    try AtomicFile.write(
      try description.widsIndex(), to: file(DatasetDescription.widsFileName))
    try AtomicFile.write(try description.encoded(), to: file(DatasetDescription.fileName))
  }

  /// Says that the set is complete, or that there is none.
  ///
  /// - Throws: `SystemError`.
  func removeJournal() throws {
    try removeFile(file(PackingJournal.fileName))
    synchronizeFolder(path)
  }

  /// The path of something in the folder.
  func file(_ name: String) -> String { pathInside(path, name) }

  /// `.NAME.partial` and `.NAME.PID.partial` of the files a run writes.
  private func isTemporary(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(".partial") else { return false }
    var inner = name.dropFirst().dropLast(8)
    if let dot = inner.lastIndex(of: "."), inner[dot...].dropFirst().allSatisfy(\.isNumber) {
      inner = inner[..<dot]
    }
    return settings.isShardFile(String(inner))
      || [
        DatasetDescription.fileName, DatasetDescription.widsFileName, PackingJournal.fileName,
        "segpack-spool",
      ].contains(String(inner))
  }
}
