import Foundation
import SegBasics
import SegTestSupport
import Testing

@testable import SegLayouts

@Suite struct OxfordPetListTests {
  private func list(_ text: String) throws -> OxfordPetList {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(filePath: folder.file("list.txt")))
    return try #require(try OxfordPetList(path: folder.file("list.txt")))
  }

  @Test func windowsLinesCommentsAndBlanks() throws {
    let list = try list(
      "\u{FEFF}#Image CLASS-ID\r\n\r\namerican_pit_bull_terrier_10 3 2 2 \r\n\n  # x\nPug_1\t26 2 18"
    )
    #expect(list.faults.isEmpty)
    #expect(list.rows.map(\.name) == ["american_pit_bull_terrier_10", "Pug_1"])
    #expect(list.rows.map(\.line) == [3, 6])
    #expect(list.rows[0].breed == "american_pit_bull_terrier")
    #expect(list.rows[0].species == .dog)
  }

  @Test(arguments: [
    (
      "Bombay_1 8 1",
      ListFault.columns(found: 3, expected: 4, format: "NAME CLASS-ID SPECIES BREED-ID")
    ),
    ("Bombay_1 x 1 4", .badColumn("CLASS-ID", value: "x", range: 1...65535)),
    ("Bombay_1 0 1 4", .badColumn("CLASS-ID", value: "0", range: 1...65535)),
    (
      "Bombay_1 99999999999999999999 1 4",
      .badColumn("CLASS-ID", value: "99999999999999999999", range: 1...65535)
    ),
    ("Bombay_1 8 3 4", .badColumn("SPECIES", value: "3", range: 1...2)),
    ("../../etc/passwd 8 1 4", .badName("../../etc/passwd")),
    ("a/b 8 1 4", .badName("a/b")),
    ("Bombay_2 8 1 4", .duplicateKey("Bombay_2", firstLine: 1)),
  ])
  func faultyLines(line: String, fault: ListFault) throws {
    let list = try list("Bombay_2 8 1 4\n\(line)\nBombay_3 8 1 4\n")
    #expect(list.rows.map(\.name) == ["Bombay_2", "Bombay_3"])
    #expect(list.faults.map(\.line) == [2])
    #expect(list.faults.first?.failure as? ListFault == fault)
  }

  @Test func aLineWithoutEndIsRefused() throws {
    #expect(throws: Located.self) { try list(String(repeating: "x", count: 10_000)) }
  }

  @Test func theOfficialTable() {
    #expect(OxfordPetBreeds.names.count == 37)
    #expect(OxfordPetBreeds.names.filter { OxfordPetBreeds.species(of: $0) == .cat }.count == 12)
    #expect(OxfordPetBreeds.classIDs["Sphynx"] == 34)
    #expect(OxfordPetBreeds.species(of: "tabby") == nil)
    #expect(
      OxfordPetBreeds.names.sorted { $0.lowercased() < $1.lowercased() } == OxfordPetBreeds.names)
  }
}
