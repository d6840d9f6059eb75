import Foundation
import SegBasics
import SegImaging
import SegLayouts
import SegSamples
import SegTestSupport
import Testing

@Suite struct DatasetCheckTests {
  @Test func aWholeSetHasNotesOnly() throws {
    let findings = try PetFolder().findings()
    #expect(findings.map { $0.prefix { $0 != " " } } == ["count", "count"])
  }

  @Test func theOdditiesOfTheRealSetAreNotes() throws {
    let pets = try PetFolder(oddities: true)
    #expect(
      try pets.findings().filter { !$0.hasPrefix("count") } == [
        "unlisted Siamese_10.jpg", "hidden-file ._trimaps", "stray-file Abyssinian_10.mat",
        "hidden-file ._Abyssinian_10.png", "other-format Abyssinian_10.jpg",
        "other-format Bengal_10.jpg", "invalid-orientation Bombay_10.jpg",
      ])
    #expect(try pets.listing().check(jobs: 1).allSatisfy { $0.code.severity == .note })
  }

  @Test func findingsDoNotDependOnJobs() throws {
    let listing = try PetFolder(oddities: true).listing()
    #expect(try listing.check(jobs: 1) == listing.check(jobs: 3))
  }

  /// Damages one file of a whole set and compares what is said.
  private func said(_ damage: (PetFolder) throws -> Void) throws -> [Finding] {
    let pets = try PetFolder()
    try damage(pets)
    return try pets.listing().check(jobs: 2).filter { $0.code != .count }
  }

  @Test func aTruncatedPicture() throws {
    let found = try said { pets in
      let file = URL(filePath: pets.path("images/Bengal_10.jpg"))
      let bytes = try Data(contentsOf: file)
      try bytes.prefix(bytes.count / 2).write(to: file)
    }
    #expect(found.map(\.code) == [.badImage])
    #expect(found[0].mend.contains("images/Bengal_10.jpg"))
  }

  @Test(arguments: [[UInt8](), Array("hello".utf8), [0x00, 0x05, 0x16, 0x07, 0, 0]])
  func somethingElseInsteadOfAPictureOrMask(bytes: [UInt8]) throws {
    let found = try said { pets in
      try Data(bytes).write(to: URL(filePath: pets.path("images/Bengal_10.jpg")))
      try Data(bytes).write(to: URL(filePath: pets.path("annotations/trimaps/beagle_10.png")))
    }
    #expect(Set(found.map(\.code)) == [.badImage, .badMask] && found.count == 2)
  }

  @Test func theFirstBadPixelOfAMask() throws {
    let found = try said { pets in
      var raster = Raster<UInt8>(height: 4, width: 5, channels: 1, filledWith: 2)
      raster[2, 3] = 0
      try Data(try encodePNG(.uint8(raster) as LabelMap)).write(
        to: URL(filePath: pets.path("annotations/trimaps/Bengal_10.png")))
    }
    #expect(found.map(\.code) == [.maskValue])
    #expect(found[0].problem.hasPrefix("pixel (3, 2) has value 0"))
  }

  @Test func aMaskOfAnotherSizeOrOfColours() throws {
    let found = try said { pets in
      let small = Raster<UInt8>(height: 4, width: 5, channels: 1, filledWith: 2)
      try Data(try encodePNG(.uint8(small) as LabelMap)).write(
        to: URL(filePath: pets.path("annotations/trimaps/Bengal_10.png")))
      let colors = Raster<UInt8>(height: 4, width: 5, channels: 3, filledWith: 2)
      try Data(try encodePNG(.uint8(colors) as Image)).write(
        to: URL(filePath: pets.path("annotations/trimaps/Bombay_10.png")))
    }
    #expect(found.map(\.code) == [.sizeMismatch, .maskValue])
    #expect(found[0].problem.hasPrefix("the mask has 5x4 pixels"))
    #expect(found[1].problem.contains("3 channels"))
  }

  /// A mask of the turned size says that the orientation is to be applied: it fits.
  @Test(arguments: [false, true])
  func aMaskOfATurnedPicture(isTurned: Bool) throws {
    let bytes = try Data(contentsOf: URL(filePath: fixture("codecs/orientation6.jpg")))
    let stored = try readImageHeader(Array(bytes)).size
    try #require(stored.width != stored.height)
    let size = isTurned ? stored.transposed : stored
    let pets = try PetFolder()
    try bytes.write(to: URL(filePath: pets.path("images/Bengal_10.jpg")))
    let mask = Raster<UInt8>(height: size.height, width: size.width, channels: 1, filledWith: 2)
    try Data(try encodePNG(.uint8(mask) as LabelMap)).write(
      to: URL(filePath: pets.path("annotations/trimaps/Bengal_10.png")))
    let found = try pets.listing().check(jobs: 2).filter { $0.code != .count }
    #expect(found.map(\.code) == [.rotated])
    #expect(found.first?.problem.contains(isTurned ? "turned, as the mask" : "as stored") == true)
    let entries = try pets.listing().manifest(ManifestSelection()).entries
    var rest = entries.filter { $0.key == "Bengal_10" }[...]
    var statistics = DatasetStatistics()
    try statistics.add(
      jobs: 1, next: { rest.popFirst() }, onFailure: { _, failure in throw failure })
    #expect(statistics.width?.max == size.width && statistics.height?.max == size.height)
  }

  @Test func faultsOfTheLists() throws {
    let found = try said { pets in
      let test = try pets.read("annotations/test.txt")
      try pets.write(
        test + "Bombay_11 9 1 4\nbroken\nBengal_10 6 1 2\n" + test, to: "annotations/test.txt")
    }
    #expect(
      found.map { "\($0.code.rawValue) \($0.line ?? 0)" } == [
        "malformed-line 4", "duplicate-key 6", "duplicate-key 7", "in-two-splits 5",
        "missing-image 0", "missing-mask 0", "class-conflict 3",
      ])
    #expect(found[0].mend.contains("sed -i '4s/^/#/'"))
  }

  @Test func classesOtherThanTheOfficialOnes() throws {
    let found = try said { pets in
      for name in ["list", "trainval"] {
        let list = try pets.read("annotations/\(name).txt")
        try pets.write(
          list.replacing("Bengal_10 6 1 2", with: "Bengal_10 7 2 2"),
          to: "annotations/\(name).txt")
      }
    }
    #expect(found.map(\.code) == [.unofficialClass, .unofficialClass])
    #expect(found[0].problem == "Bengal has class id 7, officially 6")
    #expect(found[1].problem == "Bengal is listed as a dog, officially a cat")
  }

  @Test func namesThatStandForTwoPicturesAndMasksWithoutOne() throws {
    let found = try said { pets in
      let file = FileManager.default
      try file.copyItem(
        atPath: pets.path("images/Bengal_10.jpg"), toPath: pets.path("images/Bengal_10.png"))
      try file.copyItem(
        atPath: pets.path("annotations/trimaps/Bengal_10.png"),
        toPath: pets.path("annotations/trimaps/Bengal_99.png"))
    }
    #expect(found.map(\.code) == [.sameName, .orphanMask])
    #expect(found[0].path.hasSuffix("Bengal_10.png"))
  }
}

@Suite struct FindingRecordTests {
  private let many = (1...5).map {
    Finding(
      .missingImage, path: "d/images/\($0).jpg", group: "test", problem: "gone", mend: "fetch")
  }
  private let note = Finding(.stray, path: "d/x\ty", group: "d", problem: "odd")

  @Test func theWorstComesFirstAndManyBecomeOne() {
    let records = FindingRecord.records([note] + many, limit: 3)
    #expect(
      records.map(\.text) == [
        "fault\tmissing-image\td/images\t5 listed pictures are missing (test): "
          + "1.jpg, 2.jpg, 3.jpg, …; fetch",
        "note\tstray-file\td/x y\todd",
      ])
    #expect(records.map(\.count) == [5, 1])
  }

  @Test func withoutALimitEachStandsAlone() throws {
    let records = FindingRecord.records(many, limit: nil)
    #expect(records.count == 5)
    #expect(
      try records[0].json()
        == #"{"severity":"fault","code":"missing-image","path":"d/images/1.jpg","count":1,"#
        + #""message":"gone; fetch"}"#)
  }
}
