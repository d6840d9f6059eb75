import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

@Suite struct StorageFormTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Pictures smooth enough for JPEG, as arrays, PNG and JPEG files.
  private func mixed() throws -> [Sample] {
    try (0..<9).map { number in
      let raster = Raster<UInt8>(
        height: 16, width: 24, channels: 3,
        values: (0..<(16 * 24 * 3)).map { UInt8(($0 / 3 % 24) * 8 + number) })
      var sample = Sample(
        key: "k\(number)", image: .pixels(.uint8(raster)),
        labelMap: .indices(
          .uint8(Raster(height: 16, width: 24, channels: 1, filledWith: UInt8(number % 3)))),
        metadata: SampleMetadata(classes: .petClasses))
      switch number % 3 {
      case 0: break
      case 1: sample.image = .file(try encodePNG(.uint8(raster)), extension: "png")
      default: sample.image = .file(try encodeJPEG(.uint8(raster)), extension: "jpg")
      }
      return sample
    }
  }

  private func extensions(_ name: String) throws -> [String] {
    let set = try ShardSet(folder.file(name))
    return try set.shards.flatMap { try set.index(of: $0).samples }
      .map { $0.map(\.fileExtension).filter { $0 != "json" }.joined(separator: " ") }
  }

  @Test(arguments: [
    (StorageForm.keep, LabelMapStorage?.none, "image.npy mask.npy", "png mask.npy", "jpg mask.npy"),
    (.keep, .png, "image.npy mask.png", "png mask.png", "jpg mask.png"),
    (.raw, nil, "image.npy mask.npy", "image.npy mask.npy", "image.npy mask.npy"),
    (.raw, .png, "image.npy mask.png", "image.npy mask.png", "image.npy mask.png"),
    (.png, nil, "png mask.png", "png mask.png", "png mask.png"),
    (.png, .raw, "png mask.npy", "png mask.npy", "png mask.npy"),
    (.jpeg(quality: nil), nil, "jpg mask.png", "jpg mask.png", "jpg mask.png"),
    (.jpeg(quality: 40), .keep, "jpg mask.npy", "jpg mask.npy", "jpg mask.npy"),
    (.encoded, nil, "png mask.png", "png mask.png", "jpg mask.png"),
  ])
  func membersHaveTheFormAskedFor(
    store: StorageForm, mask: LabelMapStorage?, array: String, png: String, jpeg: String
  ) throws {
    var settings = PackingSettings(store: store)
    settings.storeMask = mask
    try pack(try mixed(), into: "set", in: folder, settings: settings)
    // A stream holds label maps in memory as arrays, which "source" leaves as they are.
    #expect(try extensions("set") == [array, png, jpeg, array, png, jpeg, array, png, jpeg])
    var verification = ShardVerification { Issue.record("\($0)") }
    verification.isDeep = true
    try verification.check(folder.file("set"))
    #expect(verification.samples == 9)
  }

  @Test func filesOfTheFormStayAsTheyAre() throws {
    let samples = try mixed()
    for (store, number) in [(StorageForm.png, 1), (.jpeg(quality: nil), 2), (.keep, 2)] {
      let name = "\(store.word)-\(number)"
      try pack(samples, into: name, in: folder, settings: PackingSettings(store: store))
      #expect(try decoded(name)[number].image == samples[number].image)
    }
    try pack(
      samples, into: "anew", in: folder, settings: PackingSettings(store: .jpeg(quality: 40)))
    #expect(try decoded("anew")[2].image != samples[2].image)
  }

  private func decoded(_ name: String) throws -> [Sample] {
    let source = SampleSource([folder.file(name)])
    var samples: [Sample] = []
    while let pending = try source.next() { samples.append(try pending.load()) }
    return samples
  }

  /// A form with loss must not be applied to what an interrupted run had stored already.
  @Test(arguments: [2, 5, 8])
  func lossIsSufferedOnce(position: Int) throws {
    struct Stop: Error {}
    let samples = try mixed()
    let settings = PackingSettings(store: .jpeg(quality: 30), shardSamples: 3)
    func changed() -> [Sample] {
      var changed = samples
      changed[position].metadata.split = "val"
      return changed
    }
    #expect(throws: Stop.self) {
      try pack(
        samples + [Sample(key: "x", image: .file([1], extension: "png"))], into: "set", in: folder,
        settings: settings
      ) { $0.onFailure = { _, _ in throw Stop() } }
    }
    let summary = try pack(changed(), into: "set", in: folder, settings: settings)
    #expect(summary.reusedShards == position / 3)
    try pack(changed(), into: "fresh", in: folder, settings: settings)
    #expect(try promisedFiles(folder, "set") == promisedFiles(folder, "fresh"))
  }

  @Test(arguments: StorageForm.allCases + [.jpeg(quality: 1), .jpeg(quality: 100)])
  func wordsAreReadBack(form: StorageForm) { #expect(StorageForm(word: form.word) == form) }

  @Test(arguments: ["", "jpg", "jpeg=", "jpeg=0", "jpeg=101", "jpeg=x", "PNG"])
  func otherWordsAreNone(word: String) { #expect(StorageForm(word: word) == nil) }

  /// Sets made before the word changed.
  @Test func keepIsSource() { #expect(StorageForm(word: "keep") == .keep) }
}
