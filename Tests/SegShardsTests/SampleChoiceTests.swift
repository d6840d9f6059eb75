import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

@Suite struct SampleChoiceTests {
  private let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try pack(
      (0..<20).map { number in
        var sample = exampleSample(number, key: "d\(number % 2)/k\(number)")
        sample.metadata.split = number < 12 ? "train" : number < 16 ? "val" : nil
        // Class 2 is in every third label map only; one sample in five has none.
        let values = (0..<12).map { UInt8(number % 3 == 0 && $0 == 5 ? 2 : $0 % 2) }
        sample.labelMap =
          number % 5 == 4
          ? nil : .indices(.uint8(Raster(height: 3, width: 4, channels: 1, values: values)))
        sample.image = .pixels(
          .uint8(Raster(height: 3, width: 4, channels: 3, filledWith: UInt8(number))))
        return sample
      }, into: "set", in: folder)
  }

  private func chosen(jobs: Int = 2, _ change: (inout SampleChoice) -> Void) throws -> [String] {
    var choice = SampleChoice()
    change(&choice)
    var found: [[String]] = []
    let set = folder.file("set")
    // By reading everything, and by the index: the same samples from the same places.
    for source in [
      SampleSource(choosing: choice, of: SampleSource([set]), jobs: jobs),
      try SampleSource(choosing: choice, of: IndexedSamples([set]), jobs: jobs),
    ] {
      var rows: [String] = []
      while let sample = try source.next() { rows.append("\(sample.key) \(source.place)") }
      found.append(rows)
    }
    #expect(found[0] == found[1])
    let keys = found[0].map { String($0.prefix { $0 != " " }) }
    #expect(found[0].allSatisfy { $0.contains("/set/shard-0000") })
    return keys
  }

  private func keys(_ numbers: some Sequence<Int>) -> [String] {
    numbers.map { "d\($0 % 2)/k\($0)" }
  }

  @Test func everythingPassesAnEmptyFilter() throws {
    #expect(try chosen { _ in } == keys(0..<20))
  }

  @Test func keysAreTakenInTheOrderOfTheSet() throws {
    #expect(
      try chosen { $0.keys = Set(["d1/k7", "d0/k2"].map(SampleKey.init)) } == keys([2, 7]))
    #expect(throws: ShardError.noSuchKeys(["d0/k99", "x"])) {
      try chosen { $0.keys = Set(["x", "d0/k2", "d0/k99"].map(SampleKey.init)) }
    }
  }

  @Test func patternsAndSplits() throws {
    #expect(try chosen { $0.patterns = ["d1/*"] } == keys(stride(from: 1, to: 20, by: 2)))
    #expect(try chosen { $0.patterns = ["*k1", "d0/k?"] } == keys([0, 1, 2, 4, 6, 8]))
    #expect(try chosen { $0.splits = [SampleKey("val")] } == keys(12..<16))
    #expect(
      try chosen {
        $0.splits = [SampleKey("val"), SampleKey("test")]
        $0.patterns = ["*4"]
      } == keys([14]))
  }

  @Test(arguments: [1, 3])
  func classesThatOccur(jobs: Int) throws {
    let labelled = (0..<20).filter { $0 % 5 != 4 }
    let withBorder = labelled.filter { $0 % 3 == 0 }
    #expect(try chosen(jobs: jobs) { $0.present = [.name("border")] } == keys(withBorder))
    #expect(
      try chosen(jobs: jobs) { $0.present = [.index(2), .name("pet")] } == keys(withBorder))
    // What has no label map has no pixel of the class.
    #expect(
      try chosen(jobs: jobs) { $0.absent = [.index(2)] }
        == keys((0..<20).filter { !withBorder.contains($0) }))
    #expect(
      try chosen(jobs: jobs) {
        $0.present = [.index(0)]
        $0.absent = [.name("border")]
      } == keys(labelled.filter { !withBorder.contains($0) }))
  }

  @Test func unknownClassesAreRefused() throws {
    for choice in [SampleChoice.ClassChoice.name("dog"), .index(3)] {
      let error = #expect(throws: Located.self) { try chosen { $0.present = [choice] } }
      #expect(error?.sample == "d0/k0")
      #expect(error?.exitStatus == .badData)
    }
  }

  /// A chosen set is the same as one packed from the chosen samples, at any number of jobs.
  @Test(arguments: [1, 4])
  func chosenSamplesArePacked(jobs: Int) throws {
    var filter = SampleChoice()
    filter.splits = [SampleKey("train")]
    filter.absent = [.index(2)]
    var packing = ShardPacking(inputs: [], folder: folder.file("chosen"))
    packing.jobs = jobs
    packing.source = SampleSource(
      choosing: filter, of: SampleSource([folder.file("set")]), jobs: jobs)
    #expect(try packing.run().samples == 9)
    var plain: [Sample] = []
    let source = SampleSource([folder.file("set")])
    while let pending = try source.next() {
      if try filter.accepts(pending) { plain.append(try pending.load()) }
    }
    try pack(plain, into: "plain", in: folder, settings: PackingSettings())
    #expect(try promisedFiles(folder, "chosen") == promisedFiles(folder, "plain"))
    // Again: nothing to do.
    packing.source = SampleSource(
      choosing: filter, of: SampleSource([folder.file("set")]), jobs: jobs)
    #expect(try packing.run().wasComplete)
  }
}
