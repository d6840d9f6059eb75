import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

/// The files of `fixtures/conformance`, written by a Python program from segpack-format(5) alone.
@Suite struct ConformanceTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func faults(_ path: String) throws -> [String] {
    var faults: [String] = []
    var verification = ShardVerification { faults.append($0.description) }
    verification.isDeep = true
    try verification.check(path)
    return faults
  }

  @Test(arguments: [("tiny", 5), ("keys", 19), ("forms", 4)])
  func rightSetsAreRead(name: String, samples: Int) throws {
    let path = fixture("conformance/valid/\(name)")
    #expect(try faults(path).isEmpty)
    #expect(try decodedSamples(path).count == samples)
  }

  /// Two programs give the same bytes for the same samples and settings.
  @Test(arguments: ["tiny", "keys", "forms"])
  func rightSetsAreWrittenToTheByte(name: String) throws {
    let path = fixture("conformance/valid/\(name)")
    let settings = try #require(try ShardSet(path).description?.settings)
    let packing = ShardPacking(inputs: [path], folder: folder.file("set"), settings: settings)
    _ = try packing.run()
    let written = try promisedFiles(folder, "set").filter { !$0.key.hasPrefix(".") }
    #expect(try written.keys.sorted() == namesInFolder(path).sorted())
    for (file, bytes) in written {
      #expect(try bytes == readFile(path + "/" + file), "\(file)")
    }
  }

  @Test func keysAreReadExactly() throws {
    let long = String(repeating: "l", count: 120)
    let keys = [
      "plain", "a.b.c", ".hidden", "dots...", "50%", "%2E", "%25.%2e", "dir.d/x.y%z",
      "deep/er/and/deeper", "Abyssinian_1~0", "caf\u{E9}", "cafe\u{301}",
      "\u{732B}/\u{72AC}.\u{1F415}", long,
      "dir/" + String(repeating: "\u{E9}", count: 60) + ".end",
      "x" + String(repeating: "\u{FC}", count: 60), "-", "{0..9}", "white space",
    ].map(SampleKey.init)
    let path = fixture("conformance/valid/keys")
    #expect(try decodedSamples(path).map { SampleKey($0.key) } == keys)
    let set = try ShardSet(path)
    let indexed = try set.shards.flatMap { try set.index(of: $0).samples.map(ShardIndex.key) }
    #expect(indexed.map(SampleKey.init) == keys)
    var found: [String] = []
    try ShardSelection(keys.reversed().map(\.text), in: [set]).read {
      found.append(MemberName.unescape($0.writtenKey))
    }
    #expect(found.map(SampleKey.init) == keys.reversed())
  }

  /// The samples, in every form a member has.
  @Test func formsAreReadExactly() throws {
    let samples = try decodedSamples(fixture("conformance/valid/forms"))
    try #require(samples.count == 4)
    guard case .pixels(.uint16(let gray)) = samples[0].image,
      case .indices(.uint16(let wide)) = samples[0].labelMap,
      case .pixels(.uint8(let transparent)) = samples[1].image,
      case .pixels(.uint8(let encoded)) = samples[2].image,
      case .indices(.uint8(let eight)) = samples[2].labelMap,
      case .indices(.uint8(let second)) = samples[3].secondLabelMap
    else {
      Issue.record("a sample has another form")
      return
    }
    #expect(gray.values == (0..<12).map { UInt16(truncatingIfNeeded: $0 * 2039) })
    #expect(wide.values == [0, 300, 65535, 1, 300, 2, 2, 0, 1, 65535, 255, 7])
    #expect(transparent.channels == 4)
    #expect(transparent.values == (0..<48).map { UInt8(truncatingIfNeeded: $0 * 41) })
    #expect(samples[1].labelMap == nil)
    #expect(encoded.values == (0..<36).map { UInt8(truncatingIfNeeded: $0 * 53) })
    #expect(eight.values == [0, 1, 5, 255, 2, 2, 1, 0, 4, 255, 3, 3])
    #expect(samples[2].metadata.split == "val")
    #expect(samples[2].extras.map(\.fileExtension) == ["caption.txt"])
    #expect(second.values == eight.values.reversed())
    #expect(samples[3].metadata.mix == SampleMetadata.Mix(partner: "rgba", weight: 0.75))
  }

  /// A row of `expected.tsv`.
  struct Damage: Sendable, CustomStringConvertible {
    let name: String
    let read: String?
    let verify: String?
    var description: String { name }
  }

  static let damages: [Damage] = {
    let text = (try? readFile(fixture("conformance/expected.tsv"))) ?? []
    return text.split(separator: UInt8(ascii: "\n")).dropFirst().map { line in
      let fields = line.split(separator: 9).map { String(decoding: $0, as: UTF8.self) }
      let said = fields.map { $0 == "-" ? nil : $0 }
      return Damage(name: fields[0], read: said[1], verify: said[2])
    }
  }()

  @Test func everyDamageIsListed() throws {
    #expect(Self.damages.count > 30)
    #expect(
      try Set(Self.damages.map(\.name)) == Set(namesInFolder(fixture("conformance/invalid"))))
  }

  @Test(arguments: damages)
  func damageIsSaid(_ damage: Damage) throws {
    let path = fixture("conformance/invalid/\(damage.name)")
    var said: String?
    do {
      _ = try decodedSamples(path)
    } catch let failure as any SegError {
      said = failure.description
      #expect(failure.exitStatus == .badData)
    }
    if let expected = damage.read {
      #expect(said?.contains(expected) ?? false, "\(said ?? "nothing")")
    } else {
      #expect(said == nil)
    }
    let found = try faults(path)
    if let expected = damage.verify {
      #expect(found.contains { $0.contains(expected) }, "\(found)")
    } else {
      #expect(found.isEmpty)
    }
  }
}
