import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// é as one character and as two: `String` calls them equal, file systems and tars do not.
@Suite struct SpellingTests {
  static let composed = "\u{E9}"
  static let decomposed = "e\u{301}"
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func twoSamples() -> [Sample] {
    [Self.composed, Self.decomposed].enumerated().map { number, key in
      var sample = exampleSample(number, key: key)
      sample.metadata.split = key
      return sample
    }
  }

  private func bytes(_ texts: some Sequence<String>) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  @Test func foldersOfBothAreMade() throws {
    var unpacking = Unpacking(folder: folder.file("out"))
    for (number, sample) in twoSamples().enumerated() {
      try unpacking.add(exampleSample(number, key: sample.key + "/k"))
    }
    let names = try namesInFolder(folder.file("out"))
    #expect(bytes(names) == bytes([Self.decomposed, Self.composed]))
    for name in names {
      let files = try namesInFolder(folder.file("out/" + name))
      #expect(files == ["k.json", "k.mask.png", "k.png"])
    }
  }

  /// A mark that combines with the slash before it hides neither the slash nor the `..`.
  @Test(arguments: ["../\u{301}up", "a/../\u{301}up", "a/\u{301}/..", "..\u{2F}\u{338}"])
  func combiningMarksDoNotLeadOutside(key: String) throws {
    #expect(throws: (any Error).self) { try SampleKey(key).check() }
    #expect(!Unpacking.staysInside(key))
  }

  @Test(arguments: [true, false])
  func keysFindTheirOwnSample(isListed: Bool) throws {
    if isListed {
      let lines = [Self.composed, Self.decomposed].map { #"{"key":"\#($0)","image":"\#($0)"}"# }
      try AtomicFile.write(
        Array((lines.joined(separator: "\n") + "\n").utf8), to: folder.file("set"))
    } else {
      try pack(twoSamples(), into: "set", in: folder)
    }
    let samples = try KeyedSamples([folder.file("set")])
    #expect(samples.count == 2)
    #expect(samples.place(of: Self.composed) == 0)
    #expect(samples.place(of: Self.decomposed) == 1)
    for key in [Self.composed, Self.decomposed] {
      let place = try #require(samples.place(of: key))
      #expect(bytes([try samples.sample(at: place).key]) == bytes([key]))
    }
  }

  /// The index of another shard under the same name is not taken for that of this one.
  @Test func aStaleIndexIsSeen() throws {
    try AtomicFile.write(stream([twoSamples()[0]]), to: folder.file("a.tar"))
    try AtomicFile.write(
      ShardIndex(scanning: folder.file("a.tar")).encoded(), to: folder.file("a.idx"))
    try AtomicFile.write(stream([twoSamples()[1]]), to: folder.file("a.tar"))
    let source = SampleSource([folder.file("a.tar")])
    let pending = try #require(try source.next())
    var finder = StoredSampleFinder()
    guard case .members = try finder.find(pending, at: source.place) else {
      Issue.record("the sample is looked for where the index says another stands")
      return
    }
  }

  @Test func splitsAreNotMixed() throws {
    try pack(twoSamples(), into: "set", in: folder)
    var choice = SampleChoice()
    choice.splits = [SampleKey(Self.decomposed)]
    let source = SampleSource(
      choosing: choice, of: SampleSource([folder.file("set")]), jobs: 1)
    let chosen = try #require(try source.next())
    #expect(bytes([chosen.key]) == bytes([Self.decomposed]))
    #expect(try source.next() == nil)
  }

  @Test func splitsAreCountedApart() throws {
    try pack(twoSamples(), into: "set", in: folder)
    var statistics = StoredStatistics()
    try statistics.add(folder.file("set"), jobs: 1)
    let lines = statistics.text.split(separator: "\n").filter { $0.hasPrefix("split") }
    #expect(
      bytes(lines.map(String.init))
        == bytes(["split\t\(Self.decomposed)\t1", "split\t\(Self.composed)\t1"]))
    let json = try statistics.json()
    for key in [Self.composed, Self.decomposed] {
      #expect(json.utf8.contains("\"\(key)\":1".utf8), "\(json)")
    }
  }

  /// A member of each changed, and a header between them that ends the first pass: both are told.
  @Test func damageOfBothIsNamed() throws {
    try pack(twoSamples(), into: "set", in: folder)
    let shard = folder.file("set/shard-000000.tar")
    let index = try ShardIndex(scanning: shard)
    var bytes = try readFile(shard)
    bytes[index.samples[0][0].offset + 130] ^= 1
    bytes[index.samples[0][1].offset - 500] ^= 1
    bytes[index.samples[1][0].offset + 130] ^= 1
    try AtomicFile.write(bytes, to: shard)
    var found: [[UInt8]] = []
    var verification = ShardVerification { fault in
      guard case .changedMember(let name)? = fault.failure as? ShardFault else { return }
      found.append(Array(name.utf8))
    }
    try verification.check(folder.file("set"))
    #expect(found == self.bytes([Self.composed, Self.decomposed].map { $0 + ".image.npy" }))
  }
}

extension Sequence where Element: Equatable {
  /// Whether other elements stand somewhere among these, in their order.
  fileprivate func contains(_ others: some Collection<Element>) -> Bool {
    let all = Array(self)
    guard all.count >= others.count else { return false }
    return (0...(all.count - others.count)).contains { all[$0...].starts(with: others) }
  }
}
