import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// What combinators choose, and what is recorded of it.
@Suite struct CombinatorTests {
  private static let three = "hflip=0.2|jitter:contrast=0.3,p=0.5|resize=20x20:filter=nearest,p=0.3"

  private func draws(_ word: String, key: String) throws -> [SampleMetadata.Draw] {
    var canvas = try Self.canvas()
    return try Pipeline(["hflip", word]).apply(to: &canvas, key: StreamKey(seed: 7, sample: key))
      .filter { $0.place != "0" }
  }

  private static func canvas() throws -> Canvas {
    let (image, map) = try OperationContractTests.pixels(OperationContractTests.coded())
    return Canvas(image: .uint8(image), labelMaps: [.uint8(map)])
  }

  /// How often each place was applied in 3000 samples.
  private func counts(_ word: String) throws -> [String: Int] {
    let pipeline = try Pipeline(["jitter", word])
    let image = Image.uint8(Raster<UInt8>(height: 2, width: 2, channels: 3, filledWith: 9))
    var counts: [String: Int] = [:]
    for index in 0..<3000 {
      var canvas = Canvas(image: image, labelMaps: [])
      let draws = try pipeline.apply(to: &canvas, key: StreamKey(seed: 7, sample: "s\(index)"))
      for draw in draws.dropFirst() where draw.parameters != nil {
        counts[draw.place, default: 0] += 1
      }
    }
    return counts
  }

  /// Albumentations: the children's p are weights, and the one chosen is forced.
  @Test func oneOfChoosesByWeight() throws {
    let counts = try counts("oneof(\(Self.three))")
    #expect(counts.keys.sorted() == ["1/0", "1/1", "1/2"])
    for (place, share) in [("1/0", 0.2), ("1/1", 0.5), ("1/2", 0.3)] {
      #expect(abs(Double(counts[place] ?? 0) - 3000 * share) < 110)
    }
    #expect(counts.values.reduce(0, +) == 3000)
    let rare = try self.counts("oneof(\(Self.three)):p=0.1")
    #expect(abs(rare.values.reduce(0, +) - 300) < 70)
  }

  /// Albumentations 2: drawn uniformly without replacement, each with its own p.
  @Test func someOfDrawsUniformly() throws {
    let counts = try counts("someof(2,\(Self.three))")
    for (place, share) in [("1/0", 0.2), ("1/1", 0.5), ("1/2", 0.3)] {
      #expect(abs(Double(counts[place] ?? 0) - 3000 * share * 2 / 3) < 110)
    }
    for index in 0..<40 {
      let places = try draws("someof(2,\(Self.three))", key: "\(index)").map(\.place)
      #expect(places.count == 2 && places == Set(places).sorted())
    }
  }

  @Test func someOfByWeightForcesWhatItDraws() throws {
    let counts = try counts("someof(2,\(Self.three)):weighted=true")
    #expect(counts.values.reduce(0, +) == 6000)
    // First by weight; the second by weight among the others.
    let p = [0.2, 0.5, 0.3]
    for child in 0..<3 {
      var share = p[child]
      for other in 0..<3 where other != child { share += p[other] * p[child] / (1 - p[other]) }
      #expect(abs(Double(counts["1/\(child)"] ?? 0) - 3000 * share) < 110)
    }
  }

  /// A child that is drawn again draws other numbers: its place counts the times.
  @Test func whatIsDrawnAgainHasAnotherPlace() throws {
    let word = "someof(4,jitter:hue=0.1|jitter:hue=0.2):replace=true"
    for index in 0..<40 {
      let draws = try draws(word, key: "\(index)")
      let first = draws.filter { $0.word == "jitter:hue=0.1" }
      #expect(first.map(\.place) == Array(["1/0", "1/0.1", "1/0.2", "1/0.3"].prefix(first.count)))
      #expect(draws.count == 4 && Set(draws.map(\.parameters)).count == 4)
    }
    let thrice = try draws("repeat(3,jitter:contrast=0.3)", key: "a")
    #expect(thrice.map(\.place) == ["1/0", "1/0.1", "1/0.2"])
    #expect(Set(thrice.map(\.parameters)).count == 3)
  }

  @Test func someOfCanKeepTheOrderDrawn() throws {
    let word = "someof(3,hflip=1|jitter:hue=0.1|jitter:hue=0.2):order=drawn"
    let orders = try (0..<60).map { try draws(word, key: "\($0)").map(\.place) }
    #expect(Set(orders).count == 6)
  }

  @Test func countsAreDrawnOfTheirRange() throws {
    for word in ["someof(0..2,hflip=1|jitter:hue=0.1)", "repeat(0..2,hflip=1)"] {
      var seen: [Int: Int] = [:]
      for index in 0..<300 {
        let applied = try draws(word, key: "\(index)").filter { $0.parameters != nil }
        seen[applied.count, default: 0] += 1
      }
      #expect(seen.keys.sorted() == [0, 1, 2])
      #expect(seen.values.allSatisfy { abs($0 - 100) < 45 })
    }
  }

  @Test func placesArePathsInTheTree() throws {
    let word = "all(hflip=1|all(jitter:hue=0.1|oneof(resize=20x20:filter=nearest)))"
    let draws = try draws(word, key: "a")
    #expect(draws.map(\.place) == ["1/0", "1/1/0", "1/1/1/0"])
    #expect(draws.map(\.name) == ["hflip", "jitter", "resize"])
    let alone = StreamKey(seed: 7, sample: "a").stream(place: "1/1/0")
    var random = alone
    _ = random.uniform()
    _ = random.permutation(4)
    #expect(draws[1].parameters?["hue"] == .number(random.uniform(-0.1, 0.1)))
  }

  /// A pipe draws what one command draws, also when the first ends with a word that did nothing.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func pipesOfTreesDrawAlike(seed: UInt64) throws {
    let words = [
      "oneof(hflip|jitter:hue=0.1):p=0.5", "someof(0..2,hflip=1|jitter:contrast=0.3)",
      "repeat(2,jitter:brightness=0.4)",
    ]
    let whole = try OperationContractTests.augmented(
      words, seed: seed, OperationContractTests.coded())
    for cut in 1...2 {
      var piped = OperationContractTests.coded()
      for part in [words.prefix(cut), words.dropFirst(cut)] {
        piped = try OperationContractTests.augmented(Array(part), seed: seed, piped)
      }
      for index in piped.metadata.draws.indices { piped.metadata.draws[index].stage = nil }
      #expect(piped == whole)
    }
  }

  /// What a tree drew is replayed from the leaves alone.
  @Test(arguments: Combinator.allCases.flatMap(\.specification.examples))
  func replay(word: String) throws {
    for seed in 0..<8 as Range<UInt64> {
      let sample = OperationContractTests.coded()
      let once = try OperationContractTests.augmented([word], seed: seed, sample)
      let member = try once.metadata.encoded(key: once.key)
      var canvas = try Self.canvas()
      try Replay(SampleMetadata.decode(member).metadata.draws).apply(to: &canvas)
      #expect(.pixels(canvas.image) == once.image)
      #expect(canvas.labelMaps.first.map(LabelMapContent.indices) == once.labelMap)
    }
  }

  @Test func sequencesOfResizesAreSeen() throws {
    let words = ["all(resize=20x10|resize=8x4)", "oneof(resize=4x4|resize=2x2)", "resize=3x3"]
    let pipeline = try Pipeline(words)
    #expect(pipeline.firstResize == PixelSize(width: 20, height: 10))
    #expect(pipeline.splitAfterResizes.fixed.words == [words[0]])
    #expect(pipeline.splitAfterResizes.varying.words == Array(words[1...]))
    #expect(try Pipeline.resizes(of: words) == ["resize=20x10", "resize=8x4", "resize=3x3"])
    #expect(try Pipeline(["all(hflip|resize=4x4)"]).firstResize == nil)
    #expect(try Pipeline(["all(resize=4x4|hflip)"]).splitAfterResizes.fixed.isEmpty)
    #expect(
      try Pipeline(["oneof(jitter|all(hflip|resize=4x4))", "hflip"]).movingOperations
        == ["hflip", "resize"])
  }

  @Test(arguments: [
    ("oneof()", 7, "expected an operation"), ("oneof(hflip||hflip)", 13, "expected an operation"),
    ("oneof(hflip", 12, "expected | or )"), ("oneof(hflip))", 13, "expected the end of the word"),
    ("oneof(hflip):q=1", 1, "oneof has no parameter q"),
    ("oneof(hflip)p=1", 13, "expected |, ) or :key=value"),
    ("someof(hflip|jitter)", 8, "expected how many"),
    ("someof(3..2,hflip|jitter)", 8, "expected how many"),
    ("someof(2 hflip|jitter)", 10, "expected a comma"),
    ("someof(3,hflip|jitter)", 1, "cannot draw 3 of 2 without replace=true"),
    ("oneof(hflip=0|jitter:p=0)", 1, "needs a child with p above 0"),
    ("repeat(2,hflip|jitter)", 15, "expected ) after the only child"),
    ("repeat(1001,hflip)", 8, "1 to 1000"),
    ("oneof(hfilp|jitter)", 7, "hfilp is no operation; did you mean hflip?"),
    ("all(hflip|oneof(jitter| resize))", 25, "resize needs size"),
    ("all(hflip|anyof(jitter))", 11, "anyof( is no combinator"),
    ("all(hflip|jitter:hue=2)", 11, "hue=2: expected"),
    ("oneof", 6, "expected (…), in quotes"),
    ("all(normalize|hflip)", 1, "normalize must come last"),
    ("repeat(2,oneof(normalize|hflip))", 1, "normalize must come last"),
  ])
  func isRefused(word: String, position: Int, message: String) throws {
    let error = #expect(throws: OperationError.self) { try Pipeline([word]) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("\(word): character \(position): "), "\(text)")
    #expect(text.contains(message), "\(text)")
    #expect(error?.exitStatus == .usage)
  }

  @Test func sizesAreBounded() throws {
    let deep = {
      String(repeating: "all(", count: $0) + "hflip" + String(repeating: ")", count: $0)
    }
    _ = try Pipeline([deep(16)])
    #expect(throws: OperationError.self) { try Pipeline([deep(17)]) }
    #expect(throws: OperationError.self) { try Pipeline([deep(100_000)]) }
    _ = try Pipeline(["repeat(100,repeat(100,hflip))"])
    #expect(throws: OperationError.tooManyOperations(limit: 10_000)) {
      try Pipeline(["repeat(100,repeat(100,hflip))", "hflip"])
    }
    let most = "repeat(1000,repeat(1000,repeat(1000,repeat(1000,repeat(1000,hflip)))))"
    #expect(throws: OperationError.tooManyOperations(limit: 10_000)) { try Pipeline([most]) }
  }

  @Test func combinatorsAreWordsOfTheCommandLine() throws {
    let split = try Pipeline.split(["oneof(hflip|jitter)", "hflip", "all"]) { $0 == "all" }
    #expect(split.operations == ["oneof(hflip|jitter)", "hflip"])
    #expect(split.inputs == ["all"])
    #expect(throws: OperationError.operationAfterInput("all(hflip)")) {
      try Pipeline.split(["a.tar", "all(hflip)"]) { $0 == "a.tar" }
    }
  }
}
