import SegBasics
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder of a run.
///
/// A run may be killed at any moment. `run.json` stands from the first moment on and is only ever
/// replaced; a run goes on from its checkpoint, and begins anew where there is none yet.
struct RunFolder {
  let path: String

  var description: String { path + "/" + RunDescription.fileName }
  var checkpoint: String { path + "/" + Checkpoint.fileName }
  var model: String { path + "/" + TrainedModel.fileName }
  var sheets: String { path + "/sheets" }
  var animation: String { path + "/training.png" }
  private var metrics: [String] { MetricsLog.fileNames.map { path + "/" + $0 } }

  /// The sheet of an epoch, from 1.
  func sheet(_ epoch: Int) -> String {
    let digits = String(epoch)
    return sheets + "/epoch-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      + ".png"
  }

  /// What stands in the folder.
  enum State {
    /// Nothing.
    case none
    /// A run without a whole epoch.
    case begun(RunDescription)
    /// A run that has the model of its first epoch, and begins anew: it was killed before the checkpoint.
    case saved(RunDescription)
    /// A run that goes on from its checkpoint.
    case trained(RunDescription)

    /// The run.
    var description: RunDescription? {
      switch self {
      case .none: nil
      case .begun(let run), .saved(let run), .trained(let run): run
      }
    }

    /// The run where it has a model, which no other run may take the place of unasked.
    var trainedDescription: RunDescription? {
      switch self {
      case .none, .begun: nil
      case .saved(let run), .trained(let run): run
      }
    }
  }

  /// Looks at the folder.
  ///
  /// - Throws: `Located` ``TrainingError/holdsForeignFiles(_:)`` for a folder that holds something else,
  ///   ``TrainingError/damagedRun(_:)`` and ``TrainingError/lostCheckpoint``; `SystemError`.
  func state() throws -> State {
    guard let names = try visibleNames() else { return .none }
    guard names.contains(RunDescription.fileName) else {
      throw Located(TrainingError.holdsForeignFiles(names), path: path)
    }
    let run = try locating(path: description) {
      do {
        return try RunDescription(readFile(description, limit: 1 << 28))
      } catch let failure as any SegError where failure.exitStatus != .inputOutput {
        throw TrainingError.damagedRun("\(failure)")
      }
    }
    if try fileStatus(checkpoint) != nil { return .trained(run) }
    guard try fileStatus(model) != nil else { return .begun(run) }
    // Killed in its first epoch, a run leaves the model of that one, and no animation yet; any other was
    // finished or took more to train.
    let saved = try? ModelDescription(metadata: TensorFile(path: model).metadata)
    guard saved?.epoch == 1, try fileStatus(animation) == nil else {
      throw Located(TrainingError.lostCheckpoint, path: path)
    }
    return .saved(run)
  }

  /// Names in the folder that are not hidden; nil where there is no folder or nothing in it.
  private func visibleNames() throws -> [String]? {
    switch try fileStatus(path)?.kind {
    case nil: return nil
    case .folder: break
    case .file, .other: throw SystemError(.create, path, .fileExists)
    }
    let names = try namesInFolder(path).filter { !$0.hasPrefix(".") }
    return names.isEmpty ? nil : names
  }

  /// Refuses a folder that holds something, but no run, whatever state that is in.
  ///
  /// Names such as `run.json` are not ours alone: one of the files must say that segfit wrote it.
  ///
  /// - Throws: `Located` ``TrainingError/holdsForeignFiles(_:)``; `SystemError`.
  func refuseForeignFiles() throws {
    guard let names = try visibleNames() else { return }
    let signs: [(file: String, sign: String)] = [
      (description, "\"" + RunDescription.format + "\""),
      (checkpoint, "\"" + Checkpoint.stepField + "\""), (metrics[0], "\"train_loss\":"),
      (metrics[1], "epoch,lr,train_loss,"),
    ]
    for (file, sign) in signs where try fileStatus(file)?.kind == .file {
      let start = try BufferedInput(path: file).read(1 << 20)
      if String(decoding: start, as: UTF8.self).contains(sign) { return }
    }
    throw Located(TrainingError.holdsForeignFiles(names), path: path)
  }

  /// Makes the folder and those above it.
  ///
  /// - Returns: Those that were made, the innermost first.
  func make() throws -> [String] {
    var missing: [String] = []
    var next = FilePath(path)
    while !next.isEmpty, try fileStatus(next.string) == nil {
      missing.append(next.string)
      next.removeLastComponent()
    }
    try createFolder(path)
    return missing
  }

  /// Removes folders that are empty.
  func removeEmpty(_ folders: [String]) {
    for folder in folders { rmdir(folder) }
  }

  /// Keeps a second run out of the folder.
  ///
  /// - Throws: `Located` ``TrainingError/folderBusy``; `SystemError`.
  func lock() throws -> FolderLock {
    try FolderLock(path, name: ".segfit-lock", busy: TrainingError.folderBusy)
  }

  /// Begins a run in place of whatever run stands here.
  ///
  /// - Throws: `SystemError`.
  func begin(_ run: RunDescription) throws {
    try removeUnfinished()
    // Model and checkpoint first: without them nothing goes on, whatever else is left.
    for file in [model, checkpoint] { try removeFile(file) }
    try goOn(run)
    for file in [animation] + metrics { try removeFile(file) }
    for name in try namesInFolder(sheets) where isSheet(name) {
      try removeFile(sheets + "/" + name)
    }
  }

  /// Takes up the run that stands here.
  ///
  /// - Throws: `SystemError`.
  func goOn(_ run: RunDescription) throws {
    try removeUnfinished()
    try AtomicFile.write(try run.encoded(), to: description)
    try createFolder(sheets)
  }

  /// Removes what killed runs were writing: `.NAME.NUMBER.partial`.
  private func removeUnfinished() throws {
    let own = [description, checkpoint, model, animation] + metrics
    let ownNames = Set(own.map { String($0.dropFirst(path.count + 1)) })
    for folder in [path, sheets] where try fileStatus(folder)?.kind == .folder {
      for name in try namesInFolder(folder) where name.hasPrefix(".") {
        guard name.hasSuffix(".partial") else { continue }
        let inner = name.dropFirst().dropLast(".partial".count)
        let ending = inner.lastIndex(of: ".") ?? inner.endIndex
        guard inner[ending...].dropFirst().allSatisfy(\.isNumber) else { continue }
        let written = String(inner[..<ending])
        guard folder == path ? ownNames.contains(written) : isSheet(written) else { continue }
        try removeFile(folder + "/" + name)
      }
    }
  }

  private func isSheet(_ name: String) -> Bool {
    name.hasPrefix("epoch-") && name.hasSuffix(".png")
  }
}
