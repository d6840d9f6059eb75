import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

@testable import SegTraining

/// Epochs of a network small enough for a debug build.
@Suite struct TrainingRunTests {
  private let folder: TemporaryFolder
  private let fixture = RunFixture()
  private let size = PixelSize(width: 8, height: 8)

  init() throws { folder = try TemporaryFolder() }

  /// A stream file of samples of a size, some without a labelled pixel, some with a picture that is none.
  private func stream(
    _ size: PixelSize, count: Int = 3, ignored: Set<Int> = [], damaged: Set<Int> = []
  ) throws -> String {
    let file = try AtomicFile(folder.file("samples.tar"))
    var writer = SampleStreamWriter(file)
    for number in 0..<count {
      let pixels = size.width * size.height
      let image = Raster<UInt8>(
        height: size.height, width: size.width, channels: 3,
        values: (0..<pixels * 3).map { UInt8(($0 * 7 + number * 31) & 255) })
      let labels = Raster<UInt8>(
        height: size.height, width: size.width, channels: 1,
        values: (0..<pixels).map { ignored.contains(number) ? 255 : UInt8($0 % 3) })
      let sample = Sample(
        key: "pet.\(number)", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)),
        metadata: SampleMetadata(classes: .numbered(3)))
      try writer.add(
        try sample.members().map { name, data in
          (name, damaged.contains(number) && name.contains(".image.") ? [1, 2, 3] : data)
        })
    }
    try writer.finish()
    try file.commit()
    return file.path
  }

  private func set(_ size: PixelSize, ignored: Set<Int> = []) throws -> SampleSet {
    try SampleSet(
      [try stream(size, ignored: ignored)], for: "train",
      options: SampleSet.Options(resizes: try Pipeline([])))
  }

  private func run(
    _ set: SampleSet, later: [String] = [], epochs: Int = 20
  ) throws -> TrainingRun {
    var description = fixture.run
    description.settings.augment = later
    description.settings.epochs = epochs
    let run = try fixture.runFolder(folder)
    if try fileStatus(run.checkpoint) == nil { try run.begin(description) }
    let batches = TrainingBatches(
      set: set, varying: try Pipeline(later), seed: 1, batchSize: 1, size: size)
    return TrainingRun(
      description: description, folder: run, network: try fixture.network(), batches: batches,
      validation: nil, threads: 1)
  }

  /// Sheets are drawn of samples that only the later operations bring to the size of the model.
  @Test(arguments: [["hflip", "resize=8x8"], ["random-crop=8x8"]])
  func sheetsTakeSamplesOfAnySize(later: [String]) throws {
    var training = try run(try set(PixelSize(width: 12, height: 10)), later: later)
    try training.begin()
    #expect(try training.epoch { _ in }.epoch == 1)
    let sheet = try decodeImage(try readFile(fixture.runFolder(folder).sheet(1))).image
    #expect(sheet.size.width > 100)
  }

  @Test func batchesWithoutLabelsDoNotCount() throws {
    var training = try run(try set(size, ignored: [1]))
    try training.begin()
    var warnings: [String] = []
    let record = try training.epoch({ _ in }, warned: { warnings.append($0) })
    #expect(
      warnings == ["epoch 1: 1 of 3 batches have no labelled pixel, and taught nothing"])
    // Three classes that nothing is known of: ln 3 is 1.1, and two thirds of it 0.73.
    #expect(record.trainLoss > 0.95, "\(record.trainLoss)")
  }

  @Test func nothingIsLearntFromNothing() throws {
    let set = try set(size, ignored: [0, 1, 2])
    #expect(!set.isLabelled)
    #expect(try self.set(size, ignored: [0, 2]).isLabelled)
    var training = try run(set)
    try training.begin()
    #expect(throws: TrainingError.nothingLabelled(epoch: 1)) { try training.epoch { _ in } }
    var settings = TrainingSettings()
    settings.train = [try stream(size, ignored: [0, 1, 2])]
    #expect(throws: TrainingError.nothingLabelled(epoch: nil)) {
      try Training(settings, folder: folder.file("other")).run { _ in }
    }
    #expect(try fileStatus(folder.file("other")) == nil)
  }

  @Test func fewerEpochsUndoNothing() throws {
    let set = try set(size)
    var training = try run(set)
    try training.begin()
    for _ in 0..<2 { _ = try training.epoch { _ in } }
    var again = try run(set, epochs: 1)
    try again.begin()
    #expect(again.epochsDone == 2)
    let path = try fixture.runFolder(folder).description
    #expect(try RunDescription(readFile(path)).settings.epochs == 2)
  }

  /// The epoch is saved before a fault of what merely shows it ends the run.
  @Test func anEpochIsNotLostForItsSheet() throws {
    var training = try run(try set(size))
    try training.begin()
    let place = try fixture.runFolder(folder)
    try createFolder(place.sheet(1))
    #expect(throws: SystemError.self) { try training.epoch { _ in } }
    #expect(training.epochsDone == 1)
    #expect(try ModelDescription(metadata: TensorFile(path: place.checkpoint).metadata).epoch == 1)
  }

  @Test func aDamagedSheetIsLeftOutOfTheAnimation() throws {
    let place = try fixture.runFolder(folder)
    try createFolder(place.sheets)
    func picture(_ side: Int) throws -> [UInt8] {
      try encodePNG(
        .uint8(Raster<UInt8>(height: side, width: side, channels: 3, filledWith: 9)))
    }
    let files = try [
      Array("nothing".utf8), picture(8), picture(4), picture(8), picture(8).dropLast(20),
    ]
    for (number, bytes) in files.enumerated() {
      try AtomicFile.write(Array(bytes), to: place.sheet(number + 1))
    }
    var warnings: [String] = []
    try PredictionSheet.animate(place, epochs: 5) { warnings.append($0) }
    #expect(warnings.count == 3)
    for number in [1, 3, 5] {
      #expect(warnings.contains { $0.hasPrefix(place.sheet(number)) }, "\(warnings)")
    }
    #expect(try decodeImage(try readFile(place.animation)).image.size == size)
  }

  @Test func badSamplesAreLeftOut() throws {
    let path = try stream(size, count: 4, damaged: [1])
    var options = SampleSet.Options(resizes: try Pipeline([]))
    options.cacheLimit = 0
    var leftOut: [String] = []
    let set = try SampleSet(
      [path], for: "train", options: options,
      failed: { error, pending in
        leftOut.append(pending.key)
        #expect((error as? Located)?.exitStatus == .badData)
      })
    #expect(leftOut == ["pet.1"])
    #expect(try (0..<set.count).map { try set.sample($0).key } == ["pet.0", "pet.2", "pet.3"])
    #expect(set.readAgain == 3)
    #expect(throws: Located.self) {
      try SampleSet([path], for: "train", options: options)
    }
  }
}
