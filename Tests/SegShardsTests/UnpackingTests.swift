import SegBasics
import SegSamples
import SegShards
import SegTestSupport
import Testing

@Suite struct UnpackingTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func filesHoldThePixels() throws {
    let sample = exampleSample(1)
    var unpacking = Unpacking(folder: folder.file("out"))
    try unpacking.add(sample)
    #expect(
      try namesInFolder(folder.file("out/a"))
        == ["sample.1.json", "sample.1.mask.png", "sample.1.png"])
    var back = Sample(
      key: sample.key,
      image: .file(try readFile(folder.file("out/a/sample.1.png")), extension: "png"),
      labelMap: .file(try readFile(folder.file("out/a/sample.1.mask.png")), extension: "png"),
      metadata: sample.metadata)
    _ = try back.decode()
    #expect(back == sample)
  }

  @Test func arraysStayOnRequest() throws {
    var unpacking = Unpacking(folder: folder.file("out"))
    unpacking.form = .keep
    try unpacking.add(exampleSample(1, key: "k"))
    #expect(
      try namesInFolder(folder.file("out")) == ["k.image.npy", "k.json", "k.mask.npy"])
  }

  @Test(arguments: [
    "../up", "a/../../up", "/etc/up", "a//b", ".", "..", "a/..", "./a", "a/", "nul\u{0}",
  ])
  func nothingIsWrittenOutside(key: String) throws {
    try createFolder(folder.file("in"))
    var unpacking = Unpacking(folder: folder.file("in/out"))
    #expect(throws: ShardError.escapingKey(key)) { try unpacking.add(exampleSample(0, key: key)) }
    #expect(try namesInFolder(folder.file("in")).isEmpty)
  }

  @Test func aSlashAfterTheFolderIsNotDoubled() throws {
    try AtomicFile.write([0], to: folder.file("k.png"))
    var unpacking = Unpacking(folder: folder.path + "/")
    #expect(throws: Located(ShardError.fileExists, path: folder.file("k.png"))) {
      try unpacking.add(exampleSample(0, key: "k"))
    }
  }

  @Test func filesAreReplacedOnRequestOnly() throws {
    var first = Unpacking(folder: folder.path)
    try first.add(exampleSample(0, key: "k"))
    let before = try readFile(folder.file("k.png"))
    var again = Unpacking(folder: folder.path)
    try again.add(exampleSample(0, key: "k"))
    var other = Unpacking(folder: folder.path)
    #expect(throws: Located(ShardError.fileExists, path: folder.file("k.png"))) {
      try other.add(exampleSample(1, key: "k"))
    }
    #expect(try readFile(folder.file("k.png")) == before)
    other = Unpacking(folder: folder.path)
    other.overwrites = true
    try other.add(exampleSample(1, key: "k"))
    #expect(try readFile(folder.file("k.png")) != before)
  }
}
