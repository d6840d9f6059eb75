import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@Suite struct SheetPipelineTests {
  /// A manifest of drawn pictures with masks; the last one has none.
  private func manifest(in folder: TemporaryFolder, count: Int = 6) throws {
    var lines = ""
    for number in 0..<count {
      var image = Raster<UInt8>(height: 20, width: 30, channels: 3, filledWith: 90)
      image[number, number, 0] = 255
      var mask = Raster<UInt8>(height: 20, width: 30, channels: 1, filledWith: 2)
      for x in 5..<(10 + number) { mask[10, x] = 1 }
      try AtomicFile.write(try encodePNG(.uint8(image)), to: folder.file("\(number).png"))
      try AtomicFile.write(
        try encodePNG(LabelMap.uint8(mask), palette: nil), to: folder.file("\(number)-mask.png"))
      var entry = ManifestEntry(
        key: "pet_\(number)", image: "\(number).png", classes: .petBinary)
      if number + 1 < count {
        entry.mask = MaskSource(path: "\(number)-mask.png", encoding: .trimap)
      }
      lines += try entry.line() + "\n"
    }
    try AtomicFile.write(Array(lines.utf8), to: folder.file("pets.jsonl"))
  }

  @Test func sameBytesAtAnyNumberOfJobs() throws {
    let folder = try TemporaryFolder()
    try manifest(in: folder)
    let result = try shell(
      """
      for j in 1 2 5; do segview pets.jsonl --tile 64 -j $j -o sheet-$j.png || exit; done
      cmp sheet-1.png sheet-2.png && cmp sheet-1.png sheet-5.png \\
        && segview < pets.jsonl --tile 64 | cmp - sheet-1.png
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let sheet = try decodeImage(try readFile(folder.file("sheet-1.png")))
    #expect(sheet.format == .png && sheet.image.channels == 3)
  }

  @Test func namesWhatIsLeftOut() throws {
    let folder = try TemporaryFolder()
    try manifest(in: folder)
    let few = try shell("segview pets.jsonl --count 2 -o a.png", in: folder)
    #expect(few.status == 0)
    #expect(
      few.errors
        == "segview: the first 2 samples are drawn; --count N draws more, --shuffle others\n")
    let all = try shell("segview pets.jsonl --count 6 -o b.png", in: folder)
    #expect(all.status == 0 && all.errors.isEmpty)
    let drawn = try shell(
      """
      segview pets.jsonl --count 3 --shuffle --seed 5 -o c.png
      tac pets.jsonl | segview --count 3 --shuffle --seed 5 -q | cmp - c.png
      """, in: folder)
    #expect(drawn.status == 0)
    #expect(drawn.errors == "segview: 3 of 6 samples are drawn; --count N draws more\n")
  }

  @Test func damagedSamples() throws {
    let folder = try TemporaryFolder()
    try manifest(in: folder)
    try AtomicFile.write(Array("not a picture".utf8), to: folder.file("1.png"))
    let strict = try shell("segview pets.jsonl -o sheet.png", in: folder)
    #expect(strict.status == SegBasics.ExitStatus.badData.rawValue)
    #expect(strict.errors.hasPrefix("segview: 1.png: sample pet_1: not a picture"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("sheet.png")))
    let lenient = try shell("segview pets.jsonl --on-error skip -o sheet.png", in: folder)
    #expect(lenient.status == SegBasics.ExitStatus.findings.rawValue)
    #expect(FileManager.default.fileExists(atPath: folder.file("sheet.png")))
    let names = try namesInFolder(folder.path)
    #expect(!names.contains { $0.hasSuffix(".partial") })
  }

  @Test(arguments: [
    ("segview pets.jsonl --tile 9 -o a.png", SegBasics.ExitStatus.usage),
    ("segview pets.jsonl --seed 3 -o a.png", .usage),
    ("segview nowhere.jsonl -o a.png", .noInput),
    ("segview -o a.png", .badData),
    ("segview pets.jsonl -o nowhere/a.png", .cannotCreate),
  ])
  func errors(line: String, status: SegBasics.ExitStatus) throws {
    let folder = try TemporaryFolder()
    try manifest(in: folder)
    let result = try shell(line, in: folder)
    #expect(result.status == status.rawValue)
    #expect(!result.errors.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.png")))
  }

  @Test func oneImageAndItsMask() throws {
    let folder = try TemporaryFolder()
    try manifest(in: folder)
    let result = try shell(
      "segview sheet 0.png 0-mask.png --mask-encoding trimap --trimap binary -o a.png", in: folder)
    #expect(result.status == 0, "\(result.errors)")
  }
}
