import SegAugment
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegGraph
@testable import SegTraining

/// What the samples of a run must have in common is found out while they are read.
@Suite struct SampleAgreementTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func stream(_ sizes: [PixelSize], classes: [ClassTable?]) throws -> String {
    let file = try AtomicFile(folder.file("samples.tar"))
    var writer = SampleStreamWriter(file)
    for (number, size) in sizes.enumerated() {
      let pixels = size.width * size.height
      let image = Raster<UInt8>(
        height: size.height, width: size.width, channels: 3,
        values: (0..<pixels * 3).map { UInt8(($0 * 7 + number * 31) & 255) })
      let labels = Raster<UInt8>(
        height: size.height, width: size.width, channels: 1,
        values: (0..<pixels).map { UInt8($0 % 3) })
      let sample = Sample(
        key: "pet.\(number)", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)),
        metadata: SampleMetadata(classes: classes[number]))
      try writer.add(try sample.members())
    }
    try writer.finish()
    try file.commit()
    return file.path
  }

  private let small = PixelSize(width: 12, height: 8)
  private let wide = PixelSize(width: 16, height: 8)

  private func set(
    _ sizes: [PixelSize], classes: [ClassTable?]? = nil, later: [String] = [],
    _ change: (inout SampleSet.Options) -> Void = { _ in }
  ) throws -> SampleSet {
    let path = try stream(sizes, classes: classes ?? sizes.map { _ in .petClasses })
    var options = SampleSet.Options(resizes: try Pipeline([]))
    options.later = try Pipeline(later)
    change(&options)
    return try SampleSet([path], for: "train", options: options)
  }

  @Test func tablesOfAsManyClassesTakeThePlaceOfANumber() throws {
    func classes(_ tables: [ClassTable?], _ count: Int) throws -> ClassTable {
      try set(tables.map { _ in small }, classes: tables) { $0.classCount = count }.classes
    }
    #expect(try classes([.petClasses, .petClasses], 3) == .petClasses)
    #expect(try classes([nil, .petClasses, nil], 3) == .petClasses)
    #expect(try classes([nil, nil], 3) == .numbered(3))
    let error = #expect(throws: Located.self) { try classes([nil, .petClasses], 5) }
    #expect(
      error?.description.hasSuffix(
        "sample pet.1: the samples have the 3 classes oxford-pet/classes, not 5; leave out --classes"
      )
        == true)
    #expect(throws: Located.self) { try classes([.petClasses, .numbered(3)], 3) }
    #expect(throws: Located.self) { try classes([nil, nil], 2) }
  }

  @Test func sizesAreThoseThatTrainingSees() throws {
    let error = #expect(throws: Located.self) { try set([small, small, wide]) }
    #expect(
      error
        == Located(
          TrainingError.unequalSizes(wide, expected: small), path: folder.file("samples.tar"),
          sample: "pet.2"))
    #expect(throws: Located.self) {
      try set([small, wide], later: ["hflip", "jitter:contrast=0.3"])
    }
    #expect(throws: Located.self) { try set([small, wide], later: ["hflip", "resize=4"]) }
    // What all are brought to in the end.
    #expect(try set([small, wide], later: ["hflip", "resize=4x4"]).count == 2)
    #expect(throws: Located.self) { try set([small]) { $0.size = wide } }
    #expect(try set([small, small]) { $0.size = small }.count == 2)
    // It depends on what is drawn: each batch is looked at.
    #expect(try set([small, wide], later: ["resize=4x4:p=0.5"]).count == 2)
  }

  @Test func aModelThatIsNoNumberIsNotSaved() throws {
    let fixture = RunFixture()
    let size = PixelSize(width: 8, height: 8)
    let set = try set([size, size, size], classes: [nil, nil, nil]) { $0.classCount = 3 }
    var description = fixture.run
    description.settings.augment = []
    let run = try fixture.runFolder(folder)
    let network = try fixture.network()
    let batches = TrainingBatches(
      set: set, varying: try Pipeline([]), seed: 1, batchSize: 2, size: size)
    var training = TrainingRun(
      description: description, folder: run, network: network, batches: batches, validation: nil,
      threads: 2)
    try run.begin(description)
    try training.begin()
    _ = try training.epoch { _ in }
    let saved = try [run.model, run.checkpoint].map { try readFile($0) }
    // Training uses the statistics of the batch: the loss shows nothing of the running ones.
    network.layout.eachTensor(network.arena.start) { name, _, values in
      if name == "bn_input.running_mean" { values[1] = .nan }
    }
    let failure = TrainingError.modelNotFinite(tensor: "bn_input.running_mean", epoch: 2, step: 2)
    #expect(throws: failure) { try training.epoch { _ in } }
    #expect(failure.description.contains("the model of epoch 1 stays; try a lower --lr"))
    #expect(try [run.model, run.checkpoint].map { try readFile($0) } == saved)
    // What was saved is what goes on.
    var again = TrainingRun(
      description: description, folder: run, network: try fixture.network(), batches: batches,
      validation: nil, threads: 1)
    try again.begin()
    #expect(again.epochsDone == 1)
    #expect(try [run.model, run.checkpoint].map { try readFile($0) } == saved)
  }
}
