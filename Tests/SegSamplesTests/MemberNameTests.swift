import SegSamples
import Testing

@Suite struct MemberNameTests {
  @Test(arguments: [
    ("a", "a.png"), ("d/e.f", "d/e%2Ef.png"), ("d.1/e", "d.1/e.png"), ("50%", "50%25.png"),
    ("a%2E", "a%252E.png"), ("été/naïve.1", "été/naïve%2E1.png"),
  ])
  func roundTrip(key: String, name: String) throws {
    #expect(MemberName.make(key: key, extension: "png") == name)
    let split = try #require(MemberName.split(name))
    #expect(MemberName.unescape(split.key) == key)
    #expect(split.extension == "png")
  }

  /// The examples of formats 5.1.
  @Test func webDatasetRules() {
    #expect(MemberName.split("a/b.c/000.seg.PNG")?.key == "a/b.c/000")
    #expect(MemberName.split("a/b.c/000.seg.PNG")?.extension == "seg.png")
    #expect(MemberName.split("./a/000.png")?.key == "a/000")
    #expect(MemberName.split(".hidden.png") == nil)
    #expect(MemberName.split("d/README") == nil)
    #expect(MemberName.split("__meta__") == nil)
  }
}
