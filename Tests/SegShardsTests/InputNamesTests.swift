import SegBasics
import SegShards
import SegTestSupport
import Testing

@Suite struct InputNamesTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Of Python's braceexpand 0.1.7, which webdataset uses: `list(braceexpand(text))`.
  @Test(arguments: [
    ("a-{000..003}.tar", ["a-000.tar", "a-001.tar", "a-002.tar", "a-003.tar"]),
    ("{8..11}", ["8", "9", "10", "11"]), ("{3..1}", ["3", "2", "1"]),
    ("{08..10}", ["08", "09", "10"]), ("{0..10..5}", ["0", "5", "10"]),
    ("{a,b}{1..2}", ["a1", "a2", "b1", "b2"]),
    ("x{a,b{1,2}}y", ["xay", "xb1y", "xb2y"]), ("{,a}.b", [".b", "a.b"]),
    ("none", ["none"]), ("{print}", ["{print}"]), ("a{b", ["a{b"]), ("}{", ["}{"]),
    ("pipe:cat s-{0..1}.tar", ["pipe:cat s-0.tar", "pipe:cat s-1.tar"]),
    ("pipe:awk '{print}' *", ["pipe:awk '{print}' *"]), ("-", ["-"]),
  ])
  func braces(word: String, names: [String]) throws {
    #expect(try InputNames.expand(word) == names)
  }

  @Test func wildcardsAreSortedByBytes() throws {
    for name in ["b.tar", "a.tar", "B.tar", "c.txt", "é.tar"] {
      try AtomicFile.write([0], to: folder.file(name))
    }
    #expect(
      try InputNames.expand(folder.file("*.tar"))
        == ["B.tar", "a.tar", "b.tar", "é.tar"].map(folder.file))
    #expect(
      try InputNames.expand([folder.file("{c,a}.t*"), "-"])
        == [folder.file("c.txt"), folder.file("a.tar"), "-"])
    let error = #expect(throws: SystemError.self) {
      try InputNames.expand(folder.file("x*"))
    }
    #expect(error?.exitStatus == .noInput && error?.path == folder.file("x*"))
  }

  /// A file of such a name is meant before the pattern is.
  @Test func whatExistsIsNoPattern() throws {
    try AtomicFile.write([0], to: folder.file("a{1,2}[x].tar"))
    #expect(
      try InputNames.expand(folder.file("a{1,2}[x].tar")) == [folder.file("a{1,2}[x].tar")])
  }

  @Test func toManyInputsAreRefused() {
    #expect(throws: Located.self) { try InputNames.expand("{0..999}{0..999}{0..999}") }
    #expect(throws: Located.self) { try InputNames.expand("{0..99999}{0..99999}") }
  }

  @Test(arguments: [
    ("pipe:cat a", true), ("a-{0..1}.tar", true), ("*.tar", true), ("a.tar", false), ("-", false),
    ("{print}", false), ("hflip", false), ("oneof(hflip|vflip)", false),
  ])
  func patternsAreKnown(word: String, isPattern: Bool) {
    #expect(InputNames.isPattern(word) == isPattern)
  }
}
