import SegBasics
import SystemPackage

/// The folder of a run.
struct RunFolder {
  let path: String

  var description: String { path + "/" + RunDescription.fileName }
  var checkpoint: String { path + "/" + Checkpoint.fileName }
  var model: String { path + "/" + TrainedModel.fileName }
  var sheets: String { path + "/sheets" }
  var animation: String { path + "/training.png" }

  /// The sheet of an epoch, from 1.
  func sheet(_ epoch: Int) -> String {
    let digits = String(epoch)
    return sheets + "/epoch-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      + ".png"
  }

  /// The run that was begun here; nil when there is none with a whole epoch.
  ///
  /// - Throws: ``TrainingError/holdsForeignFiles(_:)`` for a folder that holds something else.
  func begun() throws -> RunDescription? {
    switch try fileStatus(path)?.kind {
    case nil: return nil
    case .folder: break
    case .file, .other: throw SystemError(.create, path, .fileExists)
    }
    guard try fileStatus(description) != nil else {
      let names = try namesInFolder(path).filter { !$0.hasPrefix(".") }
      guard names.isEmpty else {
        throw Located(TrainingError.holdsForeignFiles(names), path: path)
      }
      return nil
    }
    guard try fileStatus(checkpoint) != nil else { return nil }
    return try locating(path: description) { try RunDescription(readFile(description)) }
  }

  /// Removes what a run wrote, and nothing else.
  func clear() throws {
    // The checkpoint goes first: without it nothing is resumed, whatever else is left.
    for file in [checkpoint, model, animation, path + "/metrics.jsonl", path + "/metrics.csv"] {
      try removeFile(file)
    }
    if try fileStatus(sheets)?.kind == .folder {
      for name in try namesInFolder(sheets)
      where name.hasPrefix("epoch-") && name.hasSuffix(".png") {
        try removeFile(sheets + "/" + name)
      }
    }
    try removeFile(description)
  }
}
