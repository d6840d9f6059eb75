import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

@Suite struct ColorOperationTests {
  static func noise(_ height: Int, _ width: Int, _ channels: Int) -> Raster<UInt8> {
    var random = RandomStream(seed: 5)
    return Raster(
      height: height, width: width, channels: channels,
      values: (0..<height * width * channels).map { _ in
        // Not the whole range, and some values more often than others.
        UInt8(20 + random.integer(in: 0...180) * random.integer(in: 1...10) / 10)
      })
  }

  static func wide(_ raster: Raster<UInt8>) -> Raster<UInt16> {
    Raster(
      height: raster.height, width: raster.width, channels: raster.channels,
      values: raster.values.map { UInt16($0) * 257 })
  }

  static func images(_ channels: [Int]) -> [Image] {
    channels.flatMap { count in
      let raster = noise(41, 37, count)
      return [Image.uint8(raster), .uint16(wide(raster))]
    }
  }

  static func applied(_ words: [String], to image: Image, seed: UInt64 = 3) throws -> Image {
    var canvas = Canvas(image: image, labelMaps: [])
    let key = StreamKey(seed: seed, epoch: 0, index: 0)
    _ = try Pipeline(words).apply(to: &canvas, key: key)
    return canvas.image
  }

  /// Tables that wait for one another give what one pass for each gives, whatever they ask about the
  /// picture meanwhile.
  @Test(arguments: [
    ["brightness=1.4..1.4", "contrast=0.6..0.6", "gamma=0.7", "equalize"],
    ["invert", "autocontrast", "contrast=1.5..1.5", "solarize=100"],
    ["posterize=3", "equalize", "equalize", "invert"],
    ["channel-drop", "autocontrast", "brightness=0.5..0.5"],
    ["solarize=90", "equalize", "rgb-shift:r=9..9,g=-30..-30,b=4..4", "autocontrast"],
  ])
  func tablesCompose(words: [String]) throws {
    for image in Self.images([3, 4]) {
      var apart = Canvas(image: image, labelMaps: [])
      let key = StreamKey(seed: 3, epoch: 0, index: 0)
      for (place, word) in words.enumerated() {
        _ = try Pipeline([word]).apply(to: &apart, key: key, offset: place)
        apart.evaluate()
      }
      #expect(try Self.applied(words, to: image) == apart.image)
    }
  }

  /// An alpha channel is none of the colours.
  @Test(
    arguments: OperationCatalog.colorOperations.map { $0.specification }.filter { !$0.comesLast }
      .flatMap(\.examples))
  func alphaStays(word: String) throws {
    for image in Self.images([4, 2]) {
      let changed: Image
      do {
        changed = try Self.applied([word], to: image)
      } catch TransformError.failed(_, .unsupportedChannels(2, _)) {
        continue
      }
      #expect(changed.channel(image.channels - 1) == image.channel(image.channels - 1), "\(word)")
    }
  }

  /// Channels without a meaning can be changed one by one, but have no gray.
  @Test func fiveChannels() throws {
    let image = Image.uint8(Self.noise(9, 9, 5))
    for word in [
      "brightness", "gamma=2", "invert", "solarize", "posterize", "equalize", "autocontrast",
      "sharpness", "channel-shuffle", "channel-drop=1..4",
    ] {
      #expect(throws: Never.self) { try Self.applied([word], to: image) }
    }
    for word in [
      "contrast", "saturation", "hue", "jitter:hue=0.1", "pca", "grayscale", "rgb-shift",
      "hue-saturation-value", "clahe",
    ] {
      let error = #expect(throws: TransformError.self) { try Self.applied([word], to: image) }
      guard case .failed(_, .unsupportedChannels(5, _)) = error else {
        Issue.record("\(word): \(String(describing: error))")
        continue
      }
    }
  }

  /// Gray pictures of 16 bits are stretched to the last level, however few pixels they have.
  @Test func wideHistograms() throws {
    let image = Image.uint16(
      Raster(height: 1, width: 4, channels: 1, values: [1000, 1001, 1001, 5000]))
    guard case .uint16(let equal) = try Self.applied(["equalize"], to: image),
      case .uint16(let stretched) = try Self.applied(["autocontrast"], to: image)
    else { return }
    #expect(equal.values == [0, 21845, 21845, 65535])
    #expect(stretched.values == [0, 16, 16, 65535])
    let uniform = Image.uint16(Raster(height: 2, width: 2, channels: 1, filledWith: 7))
    #expect(try Self.applied(["equalize", "autocontrast"], to: uniform) == uniform)
  }

  /// reference: augmentation 2.7.
  @Test func principalComponents() {
    let shifts = PrincipalColors.shifts([0.1, -0.05, 0.02])
    for (got, expected) in zip(shifts, [-0.012983092, -0.01270143, -0.012002361]) {
      #expect(abs(got - expected) < 1e-8)
    }
  }

  @Test func channelsMove() throws {
    let image = Image.uint8(Self.noise(5, 6, 4))
    var shuffled = Canvas(image: image, labelMaps: [])
    let operation = try ChannelShuffle(
      OperationArguments("channel-shuffle", specification: ChannelShuffle.specification))
    try operation.apply(.init(order: [2, 0, 1]), to: &shuffled)
    #expect(
      [0, 1, 2, 3].map { shuffled.image.channel($0) } == [2, 0, 1, 3].map { image.channel($0) })
    for order in [[0, 1], [0, 1, 1], [1, 2, 3], [0, 1, 2, 3]] {
      #expect(throws: TransformError.self) {
        try operation.apply(.init(order: order), to: &shuffled)
      }
    }
  }

  @Test(arguments: [
    "brightness=-1", "gamma=101", "posterize=0", "posterize=2.5", "posterize=3..9",
    "solarize=257", "clahe=2:tiles=0", "clahe:tiles=8x8x8", "clahe:tiles=33", "hue=0.6",
    "channel-drop=0", "channel-drop:fill=256", "rgb-shift=-3", "hue-saturation-value=3",
    "normalize=0.5", "normalize=a/b:std=1", "normalize=imagenet:std=1", "normalize=0.5:std=0",
    "normalize=0.1/0.2:std=1/1/1", "sharpness=-2", "pca=-1",
  ])
  func badValues(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }

  /// What a record says is checked: numbers no operation of this kind draws are refused.
  @Test func badDraws() throws {
    let image = Image.uint8(Self.noise(4, 4, 3))
    for (word, parameters) in [
      ("brightness", ["factor": 1e9]), ("hue", ["shift": 0.6]),
      ("gamma", ["gamma": 1, "gain": -1]),
      ("solarize", ["threshold": 300]), ("posterize", ["bits": 9]), ("clahe", ["clip": -1]),
      ("rgb-shift", ["r": 0, "g": 0, "b": 256]),
      ("hue-saturation-value", ["hue": 181, "saturation": 0, "value": 0]),
    ] as [(String, [String: Double])] {
      let draw = SampleMetadata.Draw(
        name: word, place: "0", word: nil, stage: nil,
        parameters: try parameters.mapValues { try JSONValue(encoding: $0) })
      var canvas = Canvas(image: image, labelMaps: [])
      #expect(throws: TransformError.self, "\(word)") { try Replay([draw]).apply(to: &canvas) }
    }
  }

  /// cv2.equalizeHist of OpenCV 5.0.
  @Test func equalizeAsOpenCV() throws {
    let values: [UInt8] = [
      141, 26, 100, 75, 78, 84, 39, 84, 68, 173, 95, 81, 82, 73, 63, 80, 102, 84, 113, 85, 90, 128,
      103, 77, 85, 103, 138, 83, 83, 115, 67, 82, 112, 104, 92, 106, 19, 115, 66, 48, 96, 107, 78,
      63,
      90, 88, 125, 108, 94, 117, 84, 66, 104, 104, 84, 70, 95, 27, 107, 102,
    ]
    let expected: [UInt8] = [
      251, 4, 164, 56, 69, 117, 13, 117, 43, 255, 156, 78, 86, 52, 26, 73, 173, 117, 220, 125, 138,
      242, 182, 61, 125, 182, 246, 95, 95, 229, 39, 86, 216, 194, 143, 199, 0, 229, 35, 17, 160,
      207,
      69, 26, 138, 130, 238, 212, 147, 233, 117, 35, 194, 194, 117, 48, 156, 9, 207, 173,
    ]
    var canvas = Canvas(
      image: .uint8(Raster(height: 6, width: 10, channels: 1, values: values)), labelMaps: [])
    _ = try Pipeline(["equalize:form=opencv"]).apply(
      to: &canvas, key: StreamKey(seed: 0, sample: ""))
    #expect(canvas.image == .uint8(Raster(height: 6, width: 10, channels: 1, values: expected)))
  }
}

extension Image {
  /// The samples of one channel.
  fileprivate func channel(_ channel: Int) -> [Int] {
    switch self {
    case .uint8(let raster):
      stride(from: channel, to: raster.values.count, by: channels).map { Int(raster.values[$0]) }
    case .uint16(let raster):
      stride(from: channel, to: raster.values.count, by: channels).map { Int(raster.values[$0]) }
    }
  }
}
