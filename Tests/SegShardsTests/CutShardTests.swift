import SegBasics
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// What the check says of shards without a description that end too early, and of those without a byte.
@Suite struct CutShardTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func faults(_ path: String) throws -> [Located] {
    var faults: [Located] = []
    var verification = ShardVerification { faults.append($0) }
    try verification.check(path)
    return faults
  }

  /// The last whole sample is the one that whoever reads the shard gets last.
  @Test(arguments: 0..<3, [0, 1, 2])
  func theLastWholeSampleIsThatOfAReader(sample: Int, member: Int) throws {
    let path = folder.file("cut.tar")
    try AtomicFile.write(try stream((0..<3).map { exampleSample($0) }), to: path)
    let place = try ShardIndex(scanning: path).samples[sample][member].offset
    try AtomicFile.write(Array(try readFile(path)[..<(place + 1)]), to: path)
    let source = SampleSource([path])
    let read = #expect(throws: Located.self) { while try source.next() != nil {} }
    let found = try #require(try faults(path).first)
    #expect(found.failure is StreamCutOff)
    #expect("\(found.failure)" == "\(try #require(read).failure)")
  }

  @Test func aShardWithoutAByteIsAFault() throws {
    try createFolder(folder.file("set"))
    let path = folder.file("set/a.tar")
    try AtomicFile.write([], to: path)
    try AtomicFile.write(try stream([exampleSample(0)]), to: folder.file("set/b.tar"))
    #expect(try faults(path) == [Located(ShardFault.empty, path: path)])
    #expect(try faults(folder.file("set")) == [Located(ShardFault.empty, path: path)])
  }

  /// Masks of another program that are called otherwise are told of, once.
  @Test(arguments: [
    ("semantic.", ["semantic."]), ("gt.", ["gt."]), ("mask.", []), ("seg.", []),
  ])
  func picturesThatAreNoMasksAreToldOf(name: String, told: [String]) throws {
    let sink = MemorySink()
    var writer = SampleStreamWriter(sink)
    for number in 0..<3 {
      try writer.add(
        exampleSample(number).members().map {
          (name: $0.name.replacing(".mask.", with: "." + name), data: $0.data)
        })
    }
    try writer.finish()
    let path = folder.file("foreign.tar")
    try AtomicFile.write(sink.bytes, to: path)
    var packing = ShardPacking(inputs: [path], folder: folder.file("set"))
    var notices: [String] = []
    packing.onNotice = { notices.append($0) }
    _ = try packing.run()
    #expect(notices.count == told.count)
    for name in told {
      #expect(notices.contains { $0.contains("has no label map; " + name) })
    }
  }
}
