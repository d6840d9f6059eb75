import SegBasics
import SegExchange
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

/// What is exported comes back.
@Suite struct ForeignExportTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// A sample with what a format cannot hold taken away.
  private func kept(_ sample: Sample, by format: ForeignFormat) -> Sample {
    var sample = sample
    if format == .voc || format == .coco {
      sample.metadata.meta = [:]
      sample.metadata.classes = sample.metadata.classes.map { ClassTable($0.entries) }
    }
    return sample
  }

  @Test(arguments: ForeignFormat.allCases)
  func samplesComeBack(format: ForeignFormat) throws {
    let samples = drawnSamples(9, labelled: format == .mds)
    try export(samples, to: format, "out", in: folder) {
      if format != .npz { $0.storage = .png }
    }
    let back = try imported(format, folder.file("out"))
    let expected = samples.map { kept($0, by: format) }
    func sorted(_ samples: [Sample]) -> [Sample] { samples.sorted { $0.key < $1.key } }
    #expect(sorted(back) == sorted(expected))
    if format == .mds { #expect(back.map(\.key) == samples.map(\.key)) }
  }

  /// é as one character and as two are two keys and two splits, though `String` calls them equal.
  @Test(arguments: ForeignFormat.allCases)
  func spellingsAreKeptApart(format: ForeignFormat) throws {
    var samples = drawnSamples(2)
    for (number, text) in ["\u{E9}", "e\u{301}"].enumerated() {
      samples[number].key = text + "/" + text
      samples[number].metadata.split = text
    }
    try export(samples, to: format, "out", in: folder) {
      if format != .npz { $0.storage = .png }
    }
    let back = try imported(format, folder.file("out"))
    func found(_ samples: [Sample]) throws -> Set<[[UInt8]]> {
      Set(
        try samples.map { sample in
          [Array(sample.key.utf8), Array((sample.metadata.split ?? "").utf8), try pixels(sample)]
        })
    }
    #expect(try found(back) == found(samples))
    let names = try files(folder.file("out"))
    if format == .tfrecord { #expect(names.count == 2) }
  }

  private func pixels(_ sample: Sample) throws -> [UInt8] {
    guard case .pixels(let image) = sample.image else { return [] }
    return image.encodedNPY()
  }

  @Test func mdsHoldsArrays() throws {
    let samples = drawnSamples(5)
    try export(samples, to: .mds, "plain", in: folder)
    try export(samples, to: .mds, "raw", in: folder) { $0.storage = .raw }
    #expect(try files(folder.file("plain")) == files(folder.file("raw")))
    #expect(try imported(.mds, folder.file("raw")) == samples)
  }

  /// 16 bits a sample, and more than 255 classes.
  @Test(arguments: [ForeignFormat.npz, .tfrecord, .mds, .coco])
  func wideSamplesComeBack(format: ForeignFormat) throws {
    let entries = (0..<400).map { ClassTable.Entry("c\($0)", color: .paletteColor($0)) }
    let labels = Raster<UInt16>(
      height: 2, width: 3, channels: 1, values: [0, 399, 256, 255, 65535, 1])
    let image = Raster<UInt16>(
      height: 2, width: 3, channels: 1, values: [0, 1, 255, 256, 40000, 65535])
    let sample = Sample(
      key: "wide", image: .pixels(.uint16(image)), labelMap: .indices(.uint16(labels)),
      metadata: SampleMetadata(classes: ClassTable(entries)))
    try export([sample], to: format, "out", in: folder)
    #expect(try imported(format, folder.file("out")) == [sample])
  }

  /// A second label map and its weight, where there is a place for them.
  @Test(arguments: [ForeignFormat.npz, .tfrecord])
  func mixedSamplesComeBack(format: ForeignFormat) throws {
    var sample = drawnSamples(1)[0]
    sample.secondLabelMap = .indices(drawnLabels(5))
    sample.metadata.mix = SampleMetadata.Mix(partner: "p", weight: 0.25)
    try export([sample], to: format, "out", in: folder)
    #expect(try imported(format, folder.file("out")) == [sample])
  }

  @Test(arguments: ForeignFormat.allCases)
  func bytesDoNotDependOnJobs(format: ForeignFormat) throws {
    let samples = drawnSamples(20)
    try export(samples, to: format, "one", in: folder) { $0.jobs = 1 }
    try export(samples, to: format, "four", in: folder) { $0.jobs = 4 }
    let one = try files(folder.file("one"))
    #expect(try one == files(folder.file("four")))
    #expect(one.count > 1 || format == .tfrecord)
    // Again: what stands is what would be written.
    try export(samples, to: format, "one", in: folder)
    #expect(throws: (any Error).self) {
      try export(
        Array(
          samples.dropFirst().map { sample in
            var sample = sample
            sample.key = samples[0].key
            sample.image = .pixels(drawnPicture(77))
            return sample
          }.prefix(1)), to: format, "one", in: folder)
    }
  }

  /// JPEG files are copied, not encoded anew.
  @Test(arguments: [ForeignFormat.tfrecord, .mds, .voc, .coco])
  func pictureFilesStayAsTheyAre(format: ForeignFormat) throws {
    let jpeg = try encodeJPEG(drawnPicture(3), quality: 90)
    var sample = drawnSamples(1)[0]
    sample.image = .file(jpeg, extension: "jpg")
    let png = try drawnLabels(0).encodedPNG(classes: nil)
    sample.labelMap = .file(png, extension: "png")
    try export([sample], to: format, "out", in: folder)
    let pending = try ForeignImport(from: format, path: folder.file("out")).samples().next()
    let back = try #require(try pending?.load())
    #expect(back.image == .file(jpeg, extension: "jpg"))
    if format != .coco && format != .voc {
      #expect(back.labelMap == .file(png, extension: "png"))
    }
  }

  @Test func vocNamesItsPicturesJPG() throws {
    var notices: [String] = []
    try export(drawnSamples(3), to: .voc, "out", in: folder) {
      $0.onNotice = { notices.append($0) }
    }
    #expect(
      try files(folder.file("out")).keys.map(\.text).sorted() == [
        "ImageSets/Segmentation/train.txt", "ImageSets/Segmentation/val.txt",
        "JPEGImages/a/k.0.jpg", "JPEGImages/a/k.2.jpg", "JPEGImages/k1.jpg",
        "SegmentationClass/a/k.0.png", "SegmentationClass/a/k.2.png", "SegmentationClass/k1.png",
        "classes.json",
      ])
    #expect(notices.count == 1)
    // The first 21 colours of a mask are those of its classes.
    let raw = try decodeRawSamples(readFile(folder.file("out/SegmentationClass/k1.png")))
    #expect(raw.palette?.prefix(3).map { $0 } == ClassTable.petClasses.entries.map(\.color))
  }

  @Test func mdsNeedsOneForm() throws {
    var samples = drawnSamples(3)
    samples[2].image = .file(try encodePNG(drawnPicture(2)), extension: "png")
    let mixed = #expect(throws: Located.self) {
      try export(samples, to: .mds, "mixed", in: folder)
    }
    #expect(mixed?.sample == samples[2].key)
    samples[2].labelMap = nil
    let bare = #expect(throws: Located.self) { try export(samples, to: .mds, "bare", in: folder) }
    #expect(bare?.failure as? ExchangeError == .needsLabelMap(.mds))
    #expect(try fileStatus(folder.file("bare/index.json")) == nil)
  }

  /// Samples that cannot be written are left out on request.
  @Test func failuresAreDealtWith() throws {
    var samples = drawnSamples(4)
    samples[1].image = .file([1, 2, 3], extension: "png")
    var left: [String] = []
    let count = try export(samples, to: .npz, "out", in: folder) {
      $0.onFailure = { left.append($1.key) }
    }
    #expect(count == 3)
    #expect(left == ["k1"])
    #expect(throws: ShardError.noSamples) { try export([], to: .coco, "none", in: folder) }
  }
}
