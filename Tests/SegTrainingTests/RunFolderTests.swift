import SegBasics
import SegGraph
import SegSamples
import SegTestSupport
import Testing

@testable import SegTraining

/// Every state of a folder that a killed run leaves is one that a run begins or goes on from.
@Suite struct RunFolderTests {
  private let fixture = RunFixture()

  private func write(_ folder: RunFolder, _ names: [String]) throws {
    for name in names {
      if name.hasPrefix("sheets/") { try createFolder(folder.sheets) }
      try AtomicFile.write([1], to: folder.path + "/" + name)
    }
  }

  private func writeModel(_ folder: RunFolder, epoch: Int) throws {
    var model = fixture.model
    model.epoch = epoch
    try TensorFile(tensors: fixture.network().state(), metadata: try model.metadata())
      .write(to: folder.model)
  }

  /// A word for a state.
  private func state(_ folder: RunFolder) throws -> String {
    switch try folder.state() {
    case .none: "none"
    case .begun(let run): run == fixture.run ? "begun" : "begun otherwise"
    case .saved(let run): run == fixture.run ? "saved" : "saved otherwise"
    case .trained(let run): run == fixture.run ? "trained" : "trained otherwise"
    }
  }

  @Test func statesOfAKilledRun() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.file("a/run"))
    #expect(try state(run) == "none")
    #expect(try run.make() == [folder.file("a/run"), folder.file("a")])
    #expect(try state(run) == "none")
    try write(run, [".segfit-lock", ".run.json.123.partial"])
    #expect(try state(run) == "none")
    try AtomicFile.write(try fixture.run.encoded(), to: run.description)
    #expect(try state(run) == "begun")
    try createFolder(run.sheets)
    #expect(try state(run) == "begun")
    try write(run, ["metrics.jsonl", "metrics.csv", "sheets/epoch-001.png"])
    #expect(try state(run) == "begun")
    try write(run, [".model.safetensors.1.partial"])
    try writeModel(run, epoch: 1)
    #expect(try state(run) == "saved")
    try write(run, [".checkpoint.safetensors.77.partial"])
    #expect(try state(run) == "saved")
    try write(run, ["checkpoint.safetensors", "sheets/.epoch-002.png.5.partial"])
    #expect(try state(run) == "trained")
  }

  @Test func beginningLeavesNothingOfWhatStood() throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    let own = [
      ".run.json.12.partial", ".checkpoint.safetensors.4294967295.partial",
      ".model.safetensors.1.partial", ".metrics.csv.2.partial", ".training.png.3.partial",
      "checkpoint.safetensors", "model.safetensors", "metrics.jsonl", "metrics.csv", "training.png",
      "sheets/epoch-001.png", "sheets/.epoch-1000.png.9.partial", "run.json",
    ]
    let foreign = [
      ".notes.txt.1.partial", ".model.safetensors.x.partial", "notes.txt", "sheets/mine.png",
      "sheets/.mine.png.1.partial",
    ]
    try write(run, own + foreign)
    try run.begin(fixture.run)
    #expect(
      try namesInFolder(run.path).sorted()
        == [
          ".model.safetensors.x.partial", ".notes.txt.1.partial", "notes.txt", "run.json", "sheets",
        ])
    #expect(try namesInFolder(run.sheets).sorted() == [".mine.png.1.partial", "mine.png"])
    #expect(try RunDescription(readFile(run.description)) == fixture.run)
  }

  @Test func goingOnRemovesWhatWasUnfinishedAlone() throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    try write(run, ["checkpoint.safetensors", "metrics.csv", ".checkpoint.safetensors.1.partial"])
    try run.goOn(fixture.run)
    #expect(
      try namesInFolder(run.path).sorted()
        == ["checkpoint.safetensors", "metrics.csv", "run.json", "sheets"])
  }

  /// Someone removed the large file of a run that was trained for hours.
  @Test func aModelIsNotLostWithItsCheckpoint() throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    try run.begin(fixture.run)
    try writeModel(run, epoch: 2)
    #expect(throws: Located(TrainingError.lostCheckpoint, path: run.path)) { try run.state() }
    try run.refuseForeignFiles()
    // One epoch was all that was asked for, and done.
    try writeModel(run, epoch: 1)
    #expect(try state(run) == "saved")
    try write(run, ["training.png"])
    #expect(throws: Located(TrainingError.lostCheckpoint, path: run.path)) { try run.state() }
  }

  /// Another line must not take the place of a model that was trained.
  @Test func aModelIsNotLostToAnotherLine() throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    try run.begin(fixture.run)
    try writeModel(run, epoch: 1)
    var settings = fixture.run.settings
    settings.learningRate = 0.5
    let error = #expect(throws: Located.self) {
      try Training(settings, folder: run.path).run { _ in }
    }
    #expect(
      error?.failure as? TrainingError == .holdsAnotherRun(["--lr was 0.001, not 0.5"]))
    #expect(try state(run) == "saved")
  }

  @Test func foreignFoldersAreLeftAlone() throws {
    let folder = try TemporaryFolder()
    for (number, names) in [
      ["notes.txt"], ["run.json"], ["run.json", "model.safetensors"], ["checkpoint.safetensors"],
      ["metrics.csv"], ["sheets/epoch-001.png"],
    ].enumerated() {
      let run = try fixture.runFolder(folder, "run\(number)")
      try write(run, names)
      #expect(throws: Located.self) { try run.state() }
      let error = #expect(throws: Located.self) { try run.refuseForeignFiles() }
      #expect(error?.exitStatus == .cannotCreate)
    }
  }

  @Test(arguments: ["run.json", "metrics.jsonl", "metrics.csv", "checkpoint.safetensors"])
  func aRunIsKnownByAnyOfItsFiles(name: String) throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    try run.begin(fixture.run)
    var log = try MetricsLog(folder: run.path, classes: fixture.run.classes, keepingThrough: 0)
    try log.append(
      EpochRecord(
        epoch: 1, learningRate: 1, trainLoss: 1, validation: nil, imagesPerSecond: 1, seconds: 1))
    let (network, adam) = try fixture.trained()
    try Checkpoint.write(network, adam, description: fixture.model, to: run.checkpoint)
    for other in ["run.json", "metrics.jsonl", "metrics.csv", "checkpoint.safetensors"]
    where other != name {
      try AtomicFile.write(Array("damaged".utf8), to: run.path + "/" + other)
    }
    try run.refuseForeignFiles()
    try AtomicFile.write(Array("damaged".utf8), to: run.path + "/" + name)
    #expect(throws: Located.self) { try run.refuseForeignFiles() }
  }

  @Test func twoRunsDoNotShareAFolder() throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    let lock = try run.lock()
    #expect(throws: Located(TrainingError.folderBusy, path: run.path)) { try run.lock() }
    lock.release()
    #expect(try namesInFolder(run.path).isEmpty)
    try run.lock().release()
  }
}
