import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// What every operation promises, tried on the examples of its own specification.
@Suite struct OperationContractTests {
  /// What normalize makes is no picture of integers; it has tests of its own.
  static let examples = OperationCatalog.specifications.filter { !$0.comesLast }
    .flatMap(\.examples)
  /// Those that move pixels, each sampling the nearest pixel where it can be told to.
  static let moving = OperationCatalog.specifications.filter { $0.targets.contains(.labelMap) }
    // A blended picture has two label maps, and neither says what is seen.
    .filter { !$0.erases && $0.name != "mixup" }
    .flatMap { specification in
      specification.examples.filter { !$0.contains("filter=") || $0.contains("filter=nearest") }
        .map { word in
          guard specification.parameters.contains(where: { $0.name == "filter" }),
            !word.contains("filter=")
          else { return word }
          return word + (word.contains(":") ? "," : ":") + "filter=nearest"
        }
    }

  /// Cells of 3x3 pixels, each of a value of its own in picture and label map.
  static func coded(width: Int = 45, height: Int = 33, channels: Int = 3) -> Sample {
    let code = { (y: Int, x: Int) in UInt8(1 + (y / 3 * ((width + 2) / 3) + x / 3) % 250) }
    let image = Raster<UInt8>(
      height: height, width: width, channels: channels,
      values: (0..<height).flatMap { y in
        (0..<width).flatMap { x in [UInt8](repeating: code(y, x), count: channels) }
      })
    let map = Raster<UInt8>(
      height: height, width: width, channels: 1,
      values: (0..<height).flatMap { y in (0..<width).map { code(y, $0) } })
    return Sample(key: "coded", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(map)))
  }

  static func pixels(_ sample: Sample) throws -> (image: Raster<UInt8>, map: Raster<UInt8>) {
    guard case .pixels(.uint8(let image)) = sample.image,
      case .indices(.uint8(let map)) = sample.labelMap
    else { throw NotPixels() }
    return (image, map)
  }
  struct NotPixels: Error {}

  static func augmented(_ words: [String], seed: UInt64, _ sample: Sample) throws -> Sample {
    var augmentation = Augmentation(try Pipeline(words))
    augmentation.seed = seed
    augmentation.partners = DrawnPartners(like: sample)
    return try augmentation.copy(0, of: sample)
  }

  /// The class indices a word names for parts that are filled.
  static func named(in word: String) -> Set<UInt16> {
    Set(word.matches(of: /\b(?:mask-fill|mask|class)=([0-9]+)/).compactMap { UInt16($0.output.1) })
  }

  /// Help tells of every operation.
  @Test func everyOperationHasAChapter() {
    let told = OperationCatalog.chapters.flatMap(\.specifications).map(\.name)
    let all =
      OperationCatalog.specifications + OperationCatalog.policySpecifications
      + OperationCatalog.combinatorSpecifications
    #expect(told.sorted() == all.map(\.name).sorted())
  }

  /// Every word an operation is shown with is one it takes.
  @Test func everyOperationHasExamples() throws {
    for specification in OperationCatalog.specifications {
      #expect(!specification.examples.isEmpty, "\(specification.name)")
      for example in specification.examples {
        #expect(OperationCatalog.name(of: example) == specification.name)
        #expect(throws: Never.self) { try Pipeline([example]) }
      }
    }
  }

  /// Ids out are ids in, or the ignore index, unless the word names another.
  @Test(arguments: examples)
  func noClassIsInvented(word: String) throws {
    var sample = Self.coded()
    var (_, map) = try Self.pixels(sample)
    for index in map.values.indices { map.values[index] = [3, 90, 7][index / 5 % 3] }
    sample.labelMap = .indices(.uint8(map))
    for seed in 0..<12 as Range<UInt64> {
      let (image, labels) = try Self.pixels(Self.augmented([word], seed: seed, sample))
      #expect(image.width == labels.width && image.height == labels.height)
      let allowed = Self.named(in: word).union([3, 90, 7, 255])
      #expect(Set(labels.values.map(UInt16.init)).isSubset(of: allowed), "\(word), seed \(seed)")
    }
  }

  /// The checkerboard test: picture and label map say the same cell wherever the sample reaches.
  @Test(arguments: moving)
  func labelMapMovesWithTheImage(word: String) throws {
    for seed in 0..<12 as Range<UInt64> {
      let (image, map) = try Self.pixels(Self.augmented([word], seed: seed, Self.coded()))
      var apart = 0
      for index in map.values.indices where map.values[index] != 255 {
        apart += map.values[index] == image.values[3 * index] ? 0 : 1
      }
      #expect(apart == 0, "\(word), seed \(seed): \(apart) of \(map.values.count) pixels")
    }
  }

  /// An operation that says it leaves the label map alone does.
  @Test func labelMapsAreLeftAlone() throws {
    for specification in OperationCatalog.specifications
    where !specification.targets.contains(.labelMap) && !specification.comesLast {
      for word in specification.examples {
        let sample = try Self.augmented([word], seed: 4, Self.coded())
        #expect(try Self.pixels(sample).map == Self.pixels(Self.coded()).map, "\(word)")
      }
    }
  }

  /// The same draw, read back from the metadata as text, gives the same bytes.
  @Test(arguments: examples)
  func replayGivesTheSameBytes(word: String) throws {
    for seed in 0..<6 as Range<UInt64> {
      let once = try Self.augmented([word, "resize=20x20"], seed: seed, Self.coded())
      let member = try once.metadata.encoded(key: once.key)
      let draws = try SampleMetadata.decode(member).metadata.draws
      let original = Self.coded()
      let again = try Replay(draws).sample(
        from: original, partners: DrawnPartners(like: original))
      #expect(again.image == once.image, "\(word), seed \(seed)")
      #expect(again.labelMap == once.labelMap && again.secondLabelMap == once.secondLabelMap)
    }
  }

  /// Pictures of every kind are transformed, or refused in words; none stops the program.
  @Test(arguments: examples)
  func everyKindOfPicture(word: String) throws {
    for (channels, width, height) in [(1, 9, 7), (3, 1, 1), (3, 1, 40), (4, 30, 20), (2, 8, 8)] {
      let values = (0..<(channels * width * height)).map { UInt8($0 * 37 & 255) }
      let wide = values.map { UInt16($0) * 257 }
      let images = [
        Image.uint8(Raster(height: height, width: width, channels: channels, values: values)),
        .uint16(Raster(height: height, width: width, channels: channels, values: wide)),
      ]
      for (image, seed) in zip(images, [1, 2] as [UInt64]) {
        let labels = Raster<UInt16>(height: height, width: width, channels: 1, filledWith: 300)
        let sample = Sample(
          key: "k", image: .pixels(image), labelMap: .indices(.uint16(labels)))
        do {
          let result = try Self.augmented([word], seed: seed, sample)
          guard case .indices(.uint16(let map)) = result.labelMap else { throw NotPixels() }
          #expect(Set(map.values).isSubset(of: Self.named(in: word).union([300, 65535])))
        } catch let error as TransformError {
          #expect(error.exitStatus == .badData)
        }
      }
    }
  }

  /// What is no number is refused in words wherever a number may stand.
  @Test func noNumberIsTakenForOne() throws {
    for specification in OperationCatalog.specifications {
      for parameter in specification.parameters {
        for value in ["nan", "-nan", "inf", "-inf", "nan..1", "0..nan", "1e999", "1..inf"] {
          let word = "\(specification.name):\(parameter.name)=\(value)"
          #expect(throws: OperationError.self, "\(word)") { try Pipeline([word]) }
        }
      }
    }
  }

  /// Noise and colours leave an alpha channel as it is.
  @Test func alphaStays() throws {
    let values = (0..<(24 * 20 * 4)).map { UInt8($0 * 37 & 255) }
    let image = Raster<UInt8>(height: 20, width: 24, channels: 4, values: values)
    let names = ["gaussian-noise", "speckle", "salt-pepper", "shadow", "fog", "jpeg"]
    let words =
      OperationCatalog.specifications
      .filter { names.contains($0.name) }.flatMap(\.examples) + ["random-erasing:fill=random,p=1"]
    for word in words {
      let sample = Sample(key: "k", image: .pixels(.uint8(image)))
      guard case .pixels(.uint8(let result)) = try Self.augmented([word], seed: 3, sample).image
      else { throw NotPixels() }
      let isKept = stride(from: 3, to: values.count, by: 4).allSatisfy {
        result.values[$0] == values[$0]
      }
      #expect(isKept, "\(word)")
    }
    var canvas = Canvas(image: .uint8(image), labelMaps: [])
    _ = try Pipeline(["pad=30:fill=7"]).apply(to: &canvas, key: StreamKey(seed: 0, sample: ""))
    guard case .uint8(let padded) = canvas.image else { throw NotPixels() }
    #expect(Array(padded.values[..<4]) == [7, 7, 7, 255])
  }
}
