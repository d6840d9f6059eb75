import SegTestSupport
import Testing

/// The real command, on samples drawn by the shell line itself.
@Suite struct SegaugTests {
  @Test(arguments: [
    ("segaug hflop", "hflop is neither an operation nor a file; did you mean hflip?"),
    ("segaug hflip:q=1", "hflip has no parameter q"),
    ("segaug ops nothing", "nothing is neither an operation"),
  ])
  func usageErrors(line: String, message: String) throws {
    let result = try shell(line, in: TemporaryFolder())
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func emptyAndForeignInputIsBadData() throws {
    let folder = try TemporaryFolder()
    #expect(try shell("printf '' | segaug hflip", in: folder).status == 65)
    let words = try shell("echo hello | segaug hflip", in: folder)
    #expect(words.status == 65)
    #expect(words.errors.contains("standard input: text, neither a manifest nor a sample stream"))
    #expect(try shell("mkdir d; segaug hflip d", in: folder).status == 65)
  }

  @Test func missingInputIsNoInput() throws {
    let line = "echo '{\"key\":\"a\",\"image\":\"missing.png\"}' | segaug hflip"
    let result = try shell(line, in: TemporaryFolder())
    #expect(result.status == 66)
    #expect(result.errors.contains("sample a: missing.png: cannot open"))
  }

  @Test func operationsAreListed() throws {
    let result = try shell("segaug ops | cut -f1 | grep -v '^ '", in: TemporaryFolder())
    #expect(result.text == "hflip\njitter\nresize\n")
  }
}
