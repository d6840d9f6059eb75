import SegBasics
import SegExchange
import SegSamples
import SegShards
import SegTestSupport
import Testing

/// What becomes of the files of an earlier export.
@Suite struct ExportFolderTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func storage(_ format: ForeignFormat) -> (inout ForeignExport) -> Void {
    { if format != .npz { $0.storage = .png } }
  }

  /// With `--force` the folder holds the new export, to the byte, and nothing of the old.
  @Test(arguments: ForeignFormat.allCases, ForeignFormat.allCases)
  func theEarlierExportGoes(first: ForeignFormat, second: ForeignFormat) throws {
    try export(drawnSamples(9), to: first, "out", in: folder, change: storage(first))
    try AtomicFile.write([1, 2], to: folder.file("out/notes.txt"))
    let fewer = Array(drawnSamples(3).dropFirst())
    try export(fewer, to: second, "out", in: folder) {
      storage(second)(&$0)
      $0.overwrites = true
    }
    try export(fewer, to: second, "fresh", in: folder, change: storage(second))
    var expected = try files(folder.file("fresh"))
    // Somebody else's.
    expected[SampleKey("notes.txt")] = [1, 2]
    #expect(try files(folder.file("out")) == expected)
    #expect(try folders(folder.file("out")) == folders(folder.file("fresh")))
  }

  /// Where the new export cannot be made, the old one stands as it stood.
  @Test(arguments: ForeignFormat.allCases)
  func whatStandsStaysUntilTheNewIsMade(format: ForeignFormat) throws {
    try export(drawnSamples(6), to: format, "out", in: folder, change: storage(format))
    let before = try files(folder.file("out"))
    var samples = drawnSamples(6)
    for place in samples.indices { samples[place].image = .pixels(drawnPicture(place + 50)) }
    samples[4].metadata.classes = ClassTable([.init("other", color: .paletteColor(1))])
    #expect(throws: (any Error).self) {
      try export(samples, to: format, "out", in: folder) {
        storage(format)(&$0)
        $0.overwrites = true
      }
    }
    #expect(try files(folder.file("out")) == before)
    #expect(
      try namesInFolder(folder.file("out")).filter { $0.hasPrefix(".") } == [".segkit-export"])
  }

  /// Two runs into one folder stand side by side: a split each, as people write COCO.
  @Test func runsAddUp() throws {
    let samples = drawnSamples(8)
    for split in ["train", "val"] {
      try export(samples.filter { $0.metadata.split == split }, to: .coco, "out", in: folder)
    }
    try export(samples, to: .coco, "once", in: folder)
    #expect(try files(folder.file("out")) == files(folder.file("once")))
    // Both are known to be ours.
    try export(drawnSamples(1), to: .npz, "out", in: folder) { $0.overwrites = true }
    #expect(try files(folder.file("out")).keys.map(\.text) == ["a/k.0.npz"])
  }

  /// Files that somebody else put there stay, also under a name the export would have written.
  @Test func whatIsNotOursStays() throws {
    try export(drawnSamples(2), to: .npz, "fresh", in: folder)
    let same = try readFile(folder.file("fresh/k1.npz"))
    try createFolder(folder.file("out"))
    try AtomicFile.write(same, to: folder.file("out/k1.npz"))
    try export(drawnSamples(2), to: .npz, "out", in: folder)
    try export(drawnSamples(1), to: .npz, "out", in: folder) { $0.overwrites = true }
    #expect(
      try files(folder.file("out")).keys.map(\.text).sorted() == ["a/k.0.npz", "k1.npz"])
  }

  /// A list of names that leads out of the folder removes nothing there.
  @Test func aForgedRecordRemovesNothingElsewhere() throws {
    try createFolder(folder.file("out"))
    try AtomicFile.write([1], to: folder.file("victim"))
    try AtomicFile.write([1], to: folder.file("out/mine"))
    try AtomicFile.write(
      Array("../victim\0\(folder.file("victim"))\0a/../../victim\0mine".utf8),
      to: folder.file("out/.segkit-export"))
    try export(drawnSamples(1), to: .npz, "out", in: folder) { $0.overwrites = true }
    #expect(try fileStatus(folder.file("victim")) != nil)
    // Its name was cut off by a kill: nobody knows whether there was more of it.
    #expect(try fileStatus(folder.file("out/mine")) != nil)
  }

  @Test(arguments: [true, false])
  func aSecondWriterIsKeptOut(overwrites: Bool) throws {
    var run = ForeignExport(to: .npz, folder: folder.file("out"))
    run.overwrites = overwrites
    var other: (any Error)?
    run.onSample = { [folder] in
      guard other == nil else { return }
      do {
        try export(drawnSamples(1), to: .voc, "out", in: folder) { $0.overwrites = overwrites }
      } catch { other = error }
    }
    try #expect(run.run(source(drawnSamples(2))) == 2)
    #expect((other as? Located)?.failure as? ShardError == .folderBusy)
    #expect((other as? any SegError)?.exitStatus == .cannotCreate)
    // The lock is given back.
    try export(drawnSamples(2), to: .npz, "out", in: folder)
  }

  @Test func aFailureLeavesNoFolder() throws {
    #expect(throws: ShardError.noSamples) { try export([], to: .coco, "out", in: folder) }
    #expect(try fileStatus(folder.file("out")) == nil)
  }

  private func folders(_ path: String) throws -> [String] {
    try namesInFolder(path).filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
      let below = path + "/" + name
      guard try fileStatus(below)?.kind == .folder else { return [] }
      return [name] + (try folders(below).map { name + "/" + $0 })
    }
  }
}
