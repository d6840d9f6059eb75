import SegAugment
import SegBasics
import SegImaging
import SegSamples
import Testing

@Suite struct AugmentationTests {
  /// A picture whose red is the column and green the row, and a label map of the same coordinates.
  private func coordinates(width: Int = 48, height: Int = 32) -> Sample {
    let image = Raster<UInt8>(height: height, width: width, channels: 3) { values in
      for position in 0..<(width * height) {
        values[3 * position] = UInt8(position % width)
        values[3 * position + 1] = UInt8(position / width)
        values[3 * position + 2] = UInt8(position % width)
      }
    }
    let map = Raster<UInt8>(height: height, width: width, channels: 1) { values in
      for position in values.indices { values[position] = UInt8(position % width) }
    }
    return Sample(key: "c", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(map)))
  }

  private func pixels(_ sample: Sample) throws -> (image: Raster<UInt8>, map: Raster<UInt8>) {
    guard case .pixels(.uint8(let image)) = sample.image,
      case .indices(.uint8(let map)) = sample.labelMap
    else { throw NotPixels() }
    return (image, map)
  }
  private struct NotPixels: Error {}

  private func augment(_ words: String..., seed: UInt64 = 0, copies: Int = 1) throws -> [Sample] {
    var augmentation = Augmentation(try Pipeline(words))
    augmentation.seed = seed
    augmentation.copies = copies
    return try (0..<copies).map { try augmentation.copy($0, of: coordinates()) }
  }

  /// The mask contract: whatever moves, label map and picture still say the same coordinate.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func labelMapMovesWithTheImage(seed: UInt64) throws {
    for filter in ["nearest", "nearest-exact"] {
      let sample = try augment("hflip", "resize=31x17:filter=\(filter)", "hflip", seed: seed)[0]
      let (image, map) = try pixels(sample)
      #expect(image.width == 31 && image.height == 17)
      #expect((0..<(31 * 17)).allSatisfy { image.values[3 * $0] == map.values[$0] })
    }
  }

  /// No class is invented by any filter: ids out are a subset of ids in.
  @Test(arguments: ["bilinear", "linear", "nearest", "nearest-exact", "area"])
  func noClassIsInvented(filter: String) throws {
    var sample = coordinates()
    let map = Raster<UInt8>(height: 32, width: 48, channels: 1) { values in
      for position in values.indices { values[position] = [0, 7, 255][position / 5 % 3] }
    }
    sample.labelMap = .indices(.uint8(map))
    for size in ["19x23", "96x64", "1x1", "48x32"] {
      let pipeline = try Pipeline(["resize=\(size):filter=\(filter)"])
      let (_, resized) = try pixels(Augmentation(pipeline).copy(0, of: sample))
      #expect(Set(resized.values).isSubset(of: [0, 7, 255]))
    }
  }

  @Test func flippingTwiceIsTheIdentity() throws {
    #expect(try pixels(augment("hflip:p=1", "hflip:p=1")[0]) == pixels(coordinates()))
  }

  @Test func copiesDifferAndAreNamed() throws {
    let copies = try augment("jitter:brightness=0.5", seed: 3, copies: 3)
    #expect(copies.map(\.key) == ["c~0", "c~1", "c~2"])
    #expect(copies.map(\.metadata.copy) == [0, 1, 2])
    #expect(copies.allSatisfy { $0.metadata.source == "c" })
    let images = try copies.map { try pixels($0).image.values }
    #expect(Set(images).count == 3)
  }

  /// The first copy is the same however many are made, and an operation's draws do not depend on
  /// those before it.
  @Test func drawsDependOnTheirKeyAlone() throws {
    let alone = try augment("hflip", "jitter:contrast=0.5", seed: 9)[0]
    let first = try augment("hflip", "jitter:contrast=0.5", seed: 9, copies: 4)[0]
    #expect(try pixels(alone) == pixels(first))
    let other = try augment("resize=48x32", "jitter:contrast=0.5", seed: 9)[0]
    #expect(alone.metadata.draws.last?.parameters == other.metadata.draws.last?.parameters)
    let reseeded = try augment("hflip", "jitter:contrast=0.5", seed: 10)[0]
    #expect(alone.metadata.draws.last?.parameters != reseeded.metadata.draws.last?.parameters)
  }

  /// A pipe of two commands draws what one command draws, and keeps the place of each operation.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func aPipeOfTwoDrawsWhatOneDraws(seed: UInt64) throws {
    let whole = try augment("hflip", "jitter:contrast=0.5", "hflip", seed: seed)[0]
    var piped = coordinates()
    for words in [["hflip"], ["jitter:contrast=0.5", "hflip"]] {
      var augmentation = Augmentation(try Pipeline(words))
      augmentation.seed = seed
      piped = try augmentation.copy(0, of: piped)
    }
    #expect(piped.metadata.draws.map(\.stage) == [nil, 1, 1])
    for index in piped.metadata.draws.indices { piped.metadata.draws[index].stage = nil }
    #expect(piped == whole)
    #expect(whole.metadata.draws.map(\.place) == ["0", "1", "2"])
  }

  @Test func membersThatWouldNotMoveAreRefused() throws {
    var sample = coordinates()
    sample.extras = [
      .init(fileExtension: "caption.txt", data: []), .init(fileExtension: "depth.png", data: [1]),
    ]
    var flip = Augmentation(try Pipeline(["hflip"]))
    #expect(throws: TransformError.unmovableMembers(["depth.png"], operations: ["hflip"])) {
      try flip.copy(0, of: sample)
    }
    flip.dropsExtras = true
    #expect(try flip.copy(0, of: sample).extras.map(\.fileExtension) == ["caption.txt"])
    let jitter = Augmentation(try Pipeline(["jitter:contrast=0.5"]))
    #expect(try jitter.copy(0, of: sample).extras == sample.extras)
  }

  @Test func halfOfTheSamplesAreFlipped() throws {
    let augmentation = Augmentation(try Pipeline(["hflip"]))
    var flipped = 0
    for index in 0..<1000 {
      var sample = coordinates(width: 2, height: 1)
      sample.key = "s\(index)"
      let draws = try augmentation.copy(0, of: sample).metadata.draws
      flipped += draws[0].parameters == nil ? 0 : 1
    }
    #expect(abs(flipped - 500) < 80)
  }

  /// torchvision's rule: the shorter edge is given, the longer is truncated and may be capped.
  @Test(arguments: [
    ("resize=16", 24, 16), ("resize=20", 30, 20), ("resize=7", 10, 7), ("resize=64:max=80", 80, 53),
  ])
  func shorterEdge(word: String, width: Int, height: Int) throws {
    let (image, map) = try pixels(augment(word)[0])
    #expect((image.width, image.height) == (width, height))
    #expect((map.width, map.height) == (width, height))
  }

  @Test func everyImageSizeOfJitterIsTheSame() throws {
    let sample = try augment("jitter:brightness=0.3,contrast=0.3,saturation=0.3,hue=0.1", seed: 5)[
      0]
    let draw = try #require(sample.metadata.draws.first)
    guard case .array(let order) = draw.parameters?["order"] else { throw NotPixels() }
    #expect(Set(order).count == 4)
  }

  @Test func fiveChannelsAreRefusedByJitter() throws {
    let image = Image.uint8(Raster(height: 1, width: 1, channels: 5, filledWith: 1))
    let sample = Sample(key: "k", image: .pixels(image))
    #expect(
      throws: TransformError.failed(
        "jitter:contrast=1", .unsupportedChannels(5, supported: "1 to 4"))
    ) {
      try Augmentation(Pipeline(["jitter:contrast=1"])).copy(0, of: sample)
    }
  }
}
