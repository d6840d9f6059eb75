import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// Random policies of all operations and combinators keep every promise.
@Suite struct RandomPolicyTests {
  /// Draws words: examples of operations and policies, and combinators of such.
  struct Generator {
    var random: RandomStream
    /// Mixing comes first, where partners have the sample's size.
    private static let words = OperationCatalog.chapters
      .filter { !["combinators", "mixing"].contains($0.title) }
      .flatMap(\.specifications).filter { !$0.comesLast }.flatMap(\.examples)

    init(seed: UInt64) { random = RandomStream(seed: seed) }

    mutating func policy() -> [String] {
      (0..<random.integer(in: 1...4)).map { _ in word(depth: 0) }
    }

    private mutating func word(depth: Int) -> String {
      let leaf = Self.words[random.integer(in: 0...(Self.words.count - 1))]
      guard depth < 3, random.chance(0.4) else { return leaf }
      let count = random.integer(in: 1...3)
      let children = (0..<count).map { _ in word(depth: depth + 1) }
      let text = children.joined(separator: "|")
      let p = random.chance(0.5) ? "" : ":p=0.\(random.integer(in: 1...9))"
      switch random.integer(in: 0...3) {
      case 0: return "oneof(\(text))\(p)"
      case 1:
        let options = ["", ":replace=true", ":order=drawn", ":weighted=true"]
        return "someof(\(random.integer(in: 0...1))..\(1),\(text))"
          + options[random.integer(in: 0...3)]
      case 2: return "repeat(\(random.integer(in: 1...2)),\(children[0]))\(p)"
      default: return "all(\(text))\(p)"
      }
    }
  }

  /// What comes of a sample, or the words of the refusal.
  private func augmented(_ words: [String], _ seed: UInt64, _ sample: Sample) throws -> Sample? {
    do {
      return try OperationContractTests.augmented(words, seed: seed, sample)
    } catch let error as TransformError {
      #expect(error.exitStatus == .badData)
      return nil
    }
  }

  private func striped(_ size: PixelSize, channels: Int, isWide: Bool) -> Sample {
    let count = size.width * size.height
    let values = (0..<(count * channels)).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let labels = Raster<UInt8>(
      height: size.height, width: size.width, channels: 1,
      values: (0..<count).map { [3, 90, 7][$0 / 5 % 3] })
    let raster = Raster(
      height: size.height, width: size.width, channels: channels, values: values)
    let wide = Raster(
      height: size.height, width: size.width, channels: channels,
      values: values.map { UInt16($0) * 257 })
    return Sample(
      key: "s", image: .pixels(isWide ? .uint16(wide) : .uint8(raster)),
      labelMap: .indices(.uint8(labels)))
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func promisesAreKept(seed: UInt64) throws {
    var generator = Generator(seed: seed)
    let words = generator.policy()
    let comment = Comment(rawValue: words.joined(separator: " "))
    let pipeline = try Pipeline(words)
    let file = Array(pipeline.yaml.utf8)
    let again = try PolicyFile.words(in: file)
    #expect(try Pipeline(again).yaml == pipeline.yaml, comment)
    let allowed = words.reduce(into: Set<UInt16>([3, 90, 7, 255])) {
      $0.formUnion(OperationContractTests.named(in: $1))
    }
    var results = 0
    for (channels, isWide, size) in [
      (3, false, PixelSize(width: 45, height: 33)), (1, false, PixelSize(width: 30, height: 41)),
      (3, true, PixelSize(width: 33, height: 30)), (4, false, PixelSize(width: 40, height: 30)),
      (3, false, PixelSize(width: 1, height: 1)), (2, false, PixelSize(width: 1, height: 64)),
    ] {
      let sample = striped(size, channels: channels, isWide: isWide)
      guard let result = try augmented(words, seed, sample) else { continue }
      results += 1
      // Deterministic, and the same when read back from a file.
      #expect(try augmented(words, seed, sample) == result, comment)
      let twin = try augmented(again, seed, sample)
      #expect(twin?.image == result.image && twin?.labelMap == result.labelMap, comment)
      // The mask contract.
      guard case .pixels(let image) = result.image, case .indices(let map) = result.labelMap,
        case .uint8(let labels) = map
      else {
        Issue.record(comment)
        continue
      }
      #expect(image.size == map.size && image.channels == channels, comment)
      #expect(Set(labels.values.map(UInt16.init)).isSubset(of: allowed), comment)
      // What is said to be the size is the size.
      if let said = pipeline.size(of: size) { #expect(said == image.size, comment) }
      // Replay from the text of the metadata.
      let member = try result.metadata.encoded(key: result.key)
      let draws = try SampleMetadata.decode(member).metadata.draws
      #expect(result.metadata.operationsDone == words.count, comment)
      let replayed = try Replay(draws).sample(
        from: sample, partners: DrawnPartners(like: sample))
      #expect(replayed.image == result.image && replayed.labelMap == result.labelMap, comment)
      // A pipe of two commands does what one does.
      guard words.count > 1 else { continue }
      let first = try augmented(Array(words.prefix(1)), seed, sample)
      let second = try first.flatMap { try augmented(Array(words.dropFirst()), seed, $0) }
      #expect(second?.labelMap?.size == map.size, comment)
      let drawn = result.metadata.draws.map(\.place)
      #expect(second?.metadata.draws.map(\.place) == drawn, comment)
    }
    // Every policy suits some picture, but for those whose operations suit RGB alone.
    #expect(results > 0, comment)
  }
}

extension LabelMapContent {
  fileprivate var size: PixelSize? {
    if case .indices(let map) = self { map.size } else { nil }
  }
}
