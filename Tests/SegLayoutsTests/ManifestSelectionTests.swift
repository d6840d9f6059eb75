import Foundation
import SegBasics
import SegLayouts
import SegSamples
import SegTestSupport
import Testing

@Suite struct ManifestSelectionTests {
  private func selection(_ splits: String...) -> ManifestSelection {
    var selection = ManifestSelection()
    selection.splits = splits
    return selection
  }

  @Test func splitFilesDecideTheOrder() throws {
    let pets = try PetFolder(oddities: true)
    let reversed = try pets.read("annotations/trainval.txt").split(separator: "\n").reversed()
    try pets.write(reversed.joined(separator: "\r\n"), to: "annotations/trainval.txt")
    let manifest = try pets.listing().manifest(selection("trainval"))
    #expect(manifest.entries.map(\.key) == reversed.map { String($0.prefix { $0 != " " }) })
    #expect(manifest.failures.isEmpty)
  }

  @Test func everythingKnownOfASample() throws {
    let pets = try PetFolder()
    let manifest = try pets.listing().manifest(selection("trainval"))
    let entry = try #require(manifest.entries.first { $0.key.hasPrefix("american_pit") })
    #expect(entry.image == pets.path("images/american_pit_bull_terrier_10.jpg"))
    #expect(
      entry.mask
        == MaskSource(
          path: pets.path("annotations/trimaps/american_pit_bull_terrier_10.png"),
          encoding: .trimap))
    #expect(entry.split == "trainval")
    #expect(entry.classes == .petClasses)
    #expect(
      entry.meta == [
        "breed": .string("american_pit_bull_terrier"), "species": .string("dog"),
        "class_id": .integer(3), "breed_id": .integer(2),
      ])
  }

  @Test func withoutNamesTrainvalComesBeforeTest() throws {
    let manifest = try PetFolder(oddities: true).listing().manifest(ManifestSelection())
    let splits = manifest.entries.compactMap(\.split)
    #expect(splits == Array(repeating: "trainval", count: 6) + ["test", "test"])
  }

  @Test func picturesInNoSplitAreThereForTheAsking() throws {
    let listing = try PetFolder(oddities: true).listing()
    let entries = try listing.manifest(selection("unlisted")).entries
    #expect(entries.map(\.key) == ["Siamese_10"])
    #expect(entries[0].split == nil)
    #expect(
      entries[0].meta == [
        "breed": .string("Siamese"), "species": .string("cat"), "class_id": .integer(33),
      ])
    #expect(listing.unlistedHint(for: ManifestSelection())?.contains("1 picture is") == true)
    #expect(listing.unlistedHint(for: selection("unlisted")) == nil)
  }

  @Test func splitsAndClassesThatDoNotExist() throws {
    let listing = try PetFolder().listing()
    let failure = try #require(throws: Located.self) { try listing.manifest(selection("val")) }
    #expect(failure.exitStatus == .usage)
    #expect("\(failure)".contains("trainval, test, all, unlisted"))
    var other = ManifestSelection()
    other.classes = "voc"
    #expect(throws: LayoutError.self) { try listing.manifest(other) }
  }

  @Test(arguments: ["binary", "oxford-pet/binary"])
  func classTablesByLongAndShortName(name: String) throws {
    var selection = ManifestSelection()
    selection.classes = name
    let entries = try PetFolder().listing().manifest(selection).entries
    #expect(entries.allSatisfy { $0.classes == .petBinary })
  }

  @Test func missingFilesAreCountedAndLeftOut() throws {
    let pets = try PetFolder()
    try pets.remove("images/Bengal_10.jpg")
    try pets.remove("images/beagle_10.jpg")
    try pets.remove("annotations/trimaps/Bombay_10.png")
    let manifest = try pets.listing().manifest(ManifestSelection())
    #expect(manifest.entries.count == 5)
    #expect(manifest.incomplete.map(\.key) == ["beagle_10", "Bengal_10", "Bombay_10"])
    let kinds = manifest.failures.compactMap { failure -> String? in
      guard case .missingFiles(let missing)? = failure.failure as? LayoutError else { return nil }
      return "\(missing.kind) \(missing.count)/\(missing.listed)"
    }
    #expect(kinds == ["image 2/8", "mask 1/8"])
  }

  @Test func aSampleInTwoSplitsIsAnErrorThatNamesBoth() throws {
    let pets = try PetFolder()
    let test = try pets.read("annotations/test.txt")
    try pets.write(test + "Bengal_10 6 1 2\n", to: "annotations/test.txt")
    let manifest = try pets.listing().manifest(ManifestSelection())
    #expect(manifest.entries.count == 8)
    let said = try #require(manifest.failures.first).description
    #expect(said.contains("test.txt: line 3: Bengal_10 is in trainval too"))
  }

  @Test func withoutListsOnlyUnlistedCanBeListed() throws {
    let pets = try PetFolder()
    for name in ["list", "trainval", "test"] { try pets.remove("annotations/\(name).txt") }
    let listing = try pets.listing()
    #expect(throws: Located.self) { try listing.manifest(ManifestSelection()) }
    #expect(try listing.manifest(selection("unlisted")).entries.count == 8)
  }

  @Test func listTxtMayBeAbsent() throws {
    let pets = try PetFolder()
    try pets.remove("annotations/list.txt")
    #expect(try pets.listing().manifest(ManifestSelection()).entries.count == 8)
  }

  @Test func listsFromElsewhere() throws {
    let pets = try PetFolder()
    let other = try TemporaryFolder()
    try "Bombay_10 8 1 4\n".write(
      toFile: other.file("trainval.txt"), atomically: true, encoding: .utf8)
    let listing = try pets.listing(lists: other.path)
    #expect(listing.samples.map(\.key) == ["Bombay_10"])
    #expect(listing.unlisted.count == 7)
  }

  @Test func manifestLinesAreReadBack() throws {
    for entry in try PetFolder().listing().manifest(ManifestSelection()).entries {
      #expect(try ManifestEntry(line: Array(entry.line().utf8)) == entry)
    }
  }
}
