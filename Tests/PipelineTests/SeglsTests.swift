import DrawnPets
import Foundation
import SegTestSupport
import Testing

@Suite struct SeglsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try DrawnPetSet(trainval: 6, test: 2).write(to: folder.file("oxford-iiit-pet"))
  }

  @Test func aManifestFromTheFolderAbove() throws {
    let result = try shell("segls . --split test", in: folder)
    #expect(result.status == 0)
    let lines = result.text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.contains(#""image":"oxford-iiit-pet/images/"#) })
    #expect(result.errors.contains("1 picture is in no split"))
    #expect(try shell("segls . --split test -q", in: folder).errors.isEmpty)
  }

  @Test func pathsAreReachedFromWhereItRuns() throws {
    let line = "cd oxford-iiit-pet/images && segls ../../oxford-iiit-pet -q | head -1"
    #expect(
      try shell(line, in: folder).text.contains(#""image":"../../oxford-iiit-pet/images/Aby"#))
    let absolute = try shell("cd oxford-iiit-pet && segls . -q --absolute | head -1", in: folder)
    #expect(absolute.text.contains(#"oxford-iiit-pet/images/Abyssinian_10.jpg","mask""#))
    #expect(absolute.text.contains(#""image":"/"#))
  }

  @Test func aClosedPipeIsQuiet() throws {
    let result = try shell("segls . -q | true; echo ${PIPESTATUS[0]}", in: folder)
    #expect(result.text == "0\n" && result.errors.isEmpty)
  }

  @Test func listSplitAndCount() throws {
    let result = try shell(
      "segls . -q | segls split - --parts a=0.5,b=0.5 --seed 1 --stratify meta.species "
        + "| segls stats - -j2", in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.hasPrefix("samples\t8\nmasks\t8\nsplit\ta\t4\nsplit\tb\t4\n"))
    #expect(result.text.contains("meta.species\tcat\t4\n"))
    #expect(result.text.contains("\nclass\t2\tborder\t"))
  }

  @Test(arguments: [
    ("segls nowhere", 66), ("segls . --split val", 64), ("segls /", 65), ("segls", 64),
    ("segls split x.jsonl --parts a=0.5 --seed 1", 64), ("segls stats nothing.jsonl", 66),
    ("segls split x.jsonl --parts a=1 --seed 1", 66), ("segls check .", 0),
    ("segls list . --jobs 2", 64), ("segls layouts", 0), ("segls --version", 0),
    ("echo nonsense | segls stats -", 65),
  ])
  func exitStatus(line: String, status: Int) throws {
    #expect(try shell(line, in: folder).status == Int32(status))
  }

  @Test func missingFilesFailOrAreSkippedOrKeptApart() throws {
    try FileManager.default.removeItem(atPath: folder.file("oxford-iiit-pet/images/Bengal_10.jpg"))
    let failed = try shell("segls .", in: folder)
    #expect(failed.status == 65 && failed.output.isEmpty)
    #expect(failed.errors.contains("1 of 8 listed samples have no image file"))
    let skipped = try shell("segls . --on-error skip", in: folder)
    #expect(skipped.status == 1 && skipped.text.split(separator: "\n").count == 7)
    let kept = try shell(
      "segls . --on-error quarantine=bad >/dev/null; cat bad/quarantine.jsonl", in: folder)
    #expect(kept.text.hasPrefix(#"{"key":"Bengal_10""#))
    let checked = try shell("segls check . --json -q", in: folder)
    #expect(checked.status == 1 && checked.errors.isEmpty)
    #expect(checked.text.hasPrefix(#"{"severity":"fault","code":"missing-image""#))
  }

  @Test func theSameFindingsForAnyJobs() throws {
    let one = try shell("segls check . -q -j1", in: folder)
    #expect(try shell("segls check . -q --jobs 3", in: folder).output == one.output)
  }

  @Test func unpackedArchivesAreListed() throws {
    let line = """
      cd oxford-iiit-pet && tar czf images.tar.gz images && tar cf annotations.tar annotations \
      && rm -r images annotations && segls .
      """
    let result = try shell(line, in: folder)
    #expect(result.status == 65)
    let commands = result.errors.split(separator: "\n").filter { $0.hasPrefix("  tar") }
    #expect(commands.count == 2)
    let again = try shell(
      "cd oxford-iiit-pet && \(commands.joined(separator: " && ")) && segls . -q", in: folder)
    #expect(again.status == 0 && again.text.split(separator: "\n").count == 8)
  }
}
