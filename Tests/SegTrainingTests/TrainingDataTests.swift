import SegAugment
import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

@testable import SegTraining

@Suite struct TrainingDataTests {
  private let words = ["resize=12x8:filter=nearest-exact", "hflip", "jitter:contrast=0.3"]

  /// A stream file of drawn samples; every number makes another picture.
  private func stream(
    _ folder: TemporaryFolder, count: Int = 5, classes: ClassTable? = .petClasses,
    change: (Int, inout Sample) -> Void = { _, _ in }
  ) throws -> String {
    let file = try AtomicFile(folder.file("samples.tar"))
    var writer = SampleStreamWriter(file)
    for number in 0..<count {
      let image = Raster<UInt8>(
        height: 10, width: 15, channels: 3,
        values: (0..<450).map { UInt8(($0 * 7 + number * 31) & 255) })
      let labels = Raster<UInt8>(
        height: 10, width: 15, channels: 1, values: (0..<150).map { UInt8(($0 + number) % 3) })
      var sample = Sample(
        key: "pet.\(number)", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)),
        metadata: SampleMetadata(classes: classes))
      change(number, &sample)
      try writer.add(try sample.members())
    }
    try writer.finish()
    try file.commit()
    return file.path
  }

  private func set(_ path: String, cacheLimit: Int = 1 << 30) throws -> SampleSet {
    var options = SampleSet.Options(resizes: try Pipeline(words).splitAfterResizes.fixed)
    options.cacheLimit = cacheLimit
    options.jobs = 2
    return try SampleSet([path], for: "train", options: options)
  }

  /// A sample of 12x8 pixels takes 384 bytes.
  @Test(arguments: [(0, 5), (384, 4), (1000, 3), (5000, 0)])
  func whatDoesNotFitIsReadAgain(limit: Int, readAgain: Int) throws {
    let folder = try TemporaryFolder()
    let path = try stream(folder)
    let kept = try set(path)
    let limited = try set(path, cacheLimit: limit)
    #expect(kept.readAgain == 0 && limited.readAgain == readAgain)
    #expect(limited.count == 5 && limited.digest == kept.digest)
    for index in 0..<5 {
      #expect(try limited.sample(index) == kept.sample(index))
      #expect(try kept.sample(index).key == "pet.\(index)")
    }
  }

  @Test func drawsWhatSegaugDraws() throws {
    let folder = try TemporaryFolder()
    let path = try stream(folder)
    let pipeline = try Pipeline(words)
    let batches = TrainingBatches(
      set: try set(path), varying: pipeline.splitAfterResizes.varying, seed: 9, batchSize: 2,
      size: PixelSize(width: 12, height: 8))
    for epoch in 0..<4 {
      var augmentation = Augmentation(pipeline)
      augmentation.seed = 9
      augmentation.epoch = UInt64(epoch)
      let source = SampleSource([path])
      var index = 0
      while let pending = try source.next() {
        var sample = try pending.load()
        _ = try sample.decode()
        let augmented = try augmentation.copy(0, of: sample)
        let seen = try batches.sample(index, epoch: epoch)
        #expect(augmented.image == .pixels(.uint8(seen.image)))
        #expect(augmented.labelMap == seen.labelMap.map { .indices($0) })
        index += 1
      }
      #expect(index == 5)
    }
  }

  @Test func everyEpochHasAnOrderOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let set = try set(try stream(folder))
    let pipeline = try Pipeline([])
    func batches(_ seed: UInt64) -> TrainingBatches {
      TrainingBatches(
        set: set, varying: pipeline, seed: seed, batchSize: 2,
        size: PixelSize(width: 12, height: 8))
    }
    let orders = (0..<6).map { batches(1).order(epoch: $0) }
    #expect(orders.allSatisfy { $0.sorted() == [0, 1, 2, 3, 4] })
    #expect(Set(orders).count > 3)
    #expect(batches(1).order(epoch: 2) == orders[2])
    #expect(batches(2).order(epoch: 2) != orders[2] || batches(2).order(epoch: 3) != orders[3])
  }

  @Test func batchesAreTheSameAtAnyNumberOfThreads() throws {
    let folder = try TemporaryFolder()
    let set = try set(try stream(folder))
    let batches = TrainingBatches(
      set: set, varying: try Pipeline(words).splitAfterResizes.varying, seed: 3, batchSize: 2,
      size: PixelSize(width: 12, height: 8))
    var runs: [[Batch]] = []
    for threads in [1, 2, 4] {
      var run: [Batch] = []
      try batches.forEach(epoch: 1, threads: threads) { run.append($0) }
      runs.append(run)
    }
    #expect(runs[0].map(\.count) == [2, 2, 1])
    for run in runs.dropFirst() {
      #expect(run.map(\.images) == runs[0].map(\.images))
      #expect(run.map(\.labels) == runs[0].map(\.labels))
    }
  }

  @Test func refusesWhatCannotBeTrainedWith() throws {
    let folder = try TemporaryFolder()
    let twoTables = try stream(folder) { number, sample in
      if number == 3 { sample.metadata.classes = .petBinary }
    }
    #expect(throws: Located.self) { try set(twoTables) }
    let noLabels = try stream(folder) { number, sample in
      if number == 1 { sample.labelMap = nil }
    }
    #expect {
      try set(noLabels)
    } throws: { error in
      "\(error)".hasSuffix("samples.tar: sample pet.1: the sample has no label map")
    }
    let noTable = try stream(folder, classes: nil)
    #expect(throws: TrainingError.noClassTable) { try set(noTable) }
    let foreignValue = try stream(folder) { number, sample in
      guard number == 2 else { return }
      let map = Raster<UInt8>(height: 10, width: 15, channels: 1, filledWith: 7)
      sample.labelMap = .indices(.uint8(map))
    }
    #expect {
      try set(foreignValue)
    } throws: { error in
      "\(error)".contains("sample pet.2: pixel (0, 0) of the label map has value 7")
    }
    let nothing = try AtomicFile(folder.file("nothing.tar"))
    var writer = SampleStreamWriter(nothing)
    try writer.add([("README", [1, 2, 3])])
    try writer.finish()
    try nothing.commit()
    #expect(throws: TrainingError.noSamples("train")) { try set(nothing.path) }
  }

  @Test func aBatchTakesOneSize() throws {
    let folder = try TemporaryFolder()
    let sample = try set(try stream(folder)).sample(0)
    let expected = PixelSize(width: 10, height: 10)
    #expect(
      throws: Located(TrainingError.sizeDiffers(sample.size, expected: expected), sample: "pet.0")
    ) { try Batch([sample], size: expected, classes: .petClasses) }
    let batch = try Batch([sample, sample], size: sample.size, classes: .petClasses)
    #expect(batch.images[5] == Float(sample.image.values[5]) / 255)
    #expect(Set(batch.labels) == [0, 1, 2])
    let two = ClassTable.petBinary
    #expect {
      try Batch([sample, sample], size: sample.size, classes: two)
    } throws: { error in
      "\(error)".hasPrefix("sample pet.0: pixel (4, 0) of the label map has value 2")
    }
  }

  /// The only unknown value is at a pixel that the resize drops, in a sample without a class table.
  @Test(arguments: [0, 1, 4], [0, 1 << 20])
  func labelsAreCheckedWhateverTheOrder(place: Int, cacheLimit: Int) throws {
    let folder = try TemporaryFolder()
    for isTold in [false, true] {
      let path = try stream(folder) { number, sample in
        // The table comes last, first, or in between.
        if number == place { sample.metadata.classes = nil }
        if place == 4, number < 4 || isTold { sample.metadata.classes = nil }
        if place == 4, number == 4, !isTold { sample.metadata.classes = .petClasses }
        guard number == (place == 4 ? 2 : place) else { return }
        var values = [UInt8](repeating: 1, count: 150)
        values[15 * 9 + 4] = 7
        values[0] = 255
        let map = Raster<UInt8>(height: 10, width: 15, channels: 1, values: values)
        sample.labelMap = .indices(.uint8(map))
      }
      var options = SampleSet.Options(
        resizes: try Pipeline(["resize=3x2:filter=nearest-exact"]).splitAfterResizes.fixed)
      options.cacheLimit = cacheLimit
      options.classes = isTold ? .petClasses : nil
      #expect {
        try SampleSet([path], for: "train", options: options)
      } throws: { error in
        "\(error)".hasSuffix(
          "samples.tar: sample pet.\(place == 4 ? 2 : place): pixel (4, 9) of the label map has value "
            + "7, but class table oxford-pet/classes defines 0 to 2, and 255 for ignore")
      }
    }
  }

  @Test func whatIsReadAgainIsCheckedAgain() throws {
    let folder = try TemporaryFolder()
    let (image, mask) = (folder.file("a.png"), folder.file("a.mask.png"))
    func write(_ value: UInt8) throws {
      let labels = Raster<UInt8>(height: 4, width: 5, channels: 1, filledWith: value)
      try AtomicFile.write(try LabelMap.uint8(labels).encodedPNG(classes: nil), to: mask)
    }
    let picture = Raster<UInt8>(height: 4, width: 5, channels: 3, filledWith: 9)
    try AtomicFile.write(try encodePNG(.uint8(picture)), to: image)
    try write(1)
    let entry = ManifestEntry(
      key: "a", image: image, mask: MaskSource(path: mask, encoding: .index))
    let manifest = folder.file("a.jsonl")
    try AtomicFile.write(Array("\(try entry.line())\n".utf8), to: manifest)
    var options = SampleSet.Options(resizes: try Pipeline([]))
    options.cacheLimit = 0
    options.classes = .petClasses
    let set = try SampleSet([manifest], for: "train", options: options)
    #expect(try set.sample(0).labelMap?.size == PixelSize(width: 5, height: 4))
    try write(3)
    #expect {
      try set.sample(0)
    } throws: { error in
      "\(error)".hasPrefix("\(mask): sample a: pixel (0, 0) of the label map has value 3")
    }
  }

  /// An 8-bit map has no class 255, however many classes there are.
  @Test func ignoreOfEightBitsStaysWithManyClasses() throws {
    let table = ClassTable((0..<300).map { .init("c\($0)", color: .paletteColor($0)) })
    let labels = Raster<UInt8>(height: 1, width: 2, channels: 1, values: [254, 255])
    let picture = Raster<UInt8>(height: 1, width: 2, channels: 3, filledWith: 0)
    let sample = LabelledImage(key: "a", image: picture, labelMap: .uint8(labels))
    let batch = try Batch([sample], size: sample.size, classes: table)
    #expect(batch.labels == [254, 65535])
  }
}
