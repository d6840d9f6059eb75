import SegBasics
import SegImaging
import SegSamples
import Testing

@Suite struct ManifestTests {
  private func read(_ text: String) throws -> [ManifestEntry] {
    let reader = ManifestReader(BufferedInput(bytes: Array(text.utf8), name: "m.jsonl"))
    var entries: [ManifestEntry] = []
    while let entry = try reader.next() { entries.append(entry) }
    return entries
  }

  /// The example of the format's definition.
  private let example = """
    {"key":"Abyssinian_1","image":"images/Abyssinian_1.jpg","mask":{"encoding":"trimap",\
    "path":"annotations/trimaps/Abyssinian_1.png"},"split":"trainval",\
    "classes":"oxford-pet/classes","meta":{"breed":"Abyssinian","class_id":1,"species":"cat"}}
    """

  @Test func roundTrip() throws {
    let entry = try #require(try read(example + "\r\n\n").first)
    #expect(
      entry.mask
        == MaskSource(
          path: "annotations/trimaps/Abyssinian_1.png", encoding: .trimap))
    #expect(entry.classes == .petClasses)
    #expect(entry.meta["class_id"] == .integer(1))
    #expect(try entry.line() == example)
  }

  @Test func inlineClassTables() throws {
    let line = """
      {"key":"a","image":"a.png","classes":[{"id":0,"name":"x","color":[1,2,3],"source":7},\
      {"id":1,"name":"y"}]}
      """
    let table = try #require(try read(line).first?.classes)
    #expect(table.entries.map(\.name) == ["x", "y"])
    #expect(table.entries[0].color == RGBColor(1, 2, 3))
    #expect(table.entries[1].color == RGBColor(128, 0, 0))
    #expect(table.ignoreIndex == 255)
  }

  @Test(arguments: [
    ("{\"image\":\"a\"}", "field \"key\" is missing"), ("{\"key\":\"a\"", "JSON"),
    ("{\"key\":\"\",\"image\":\"a\"}", "the key is empty"),
    ("{\"key\":\"a\",\"image\":3}", "field \"image\""),
    ("{\"key\":\"a\",\"image\":\"b\",\"classes\":\"nope\"}", "there is no class table named nope"),
    (
      "{\"key\":\"a\",\"image\":\"b\",\"classes\":[{\"id\":1,\"name\":\"x\"}]}",
      "class ids are contiguous"
    ),
    ("{\"key\":\"a\",\"image\":\"b\",\"mask\":{\"path\":\"c\",\"encoding\":\"foo\"}}", "encoding"),
    ("{\"key\":\"a\",\"image\":\"b\",\"page\":-1}", "pages are counted from 0"),
  ])
  func faultsNameTheLine(line: String, message: String) {
    let error = #expect(throws: Located.self) { try read(example + "\n" + line + "\n") }
    #expect(error?.description.hasPrefix("m.jsonl: line 2: JSON") == true)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.exitStatus == .badData)
  }

  /// First 22 colours of layouts 1.2, and the last.
  @Test func palette() {
    let first: [(UInt8, UInt8, UInt8)] = [
      (0, 0, 0), (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128), (128, 0, 128), (0, 128, 128),
      (128, 128, 128), (64, 0, 0), (192, 0, 0), (64, 128, 0), (192, 128, 0), (64, 0, 128),
      (192, 0, 128), (64, 128, 128), (192, 128, 128), (0, 64, 0), (128, 64, 0), (0, 192, 0),
      (128, 192, 0), (0, 64, 128), (128, 64, 128),
    ]
    for (index, color) in first.enumerated() {
      #expect(RGBColor.paletteColor(index) == RGBColor(color.0, color.1, color.2))
    }
    #expect(RGBColor.paletteColor(255) == RGBColor(224, 224, 192))
  }
}
