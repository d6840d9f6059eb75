import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

@Suite struct NormalizeTests {
  static let raster = ColorOperationTests.noise(7, 5, 3)

  static func copy(_ words: [String], _ image: Image) throws -> Sample {
    try Augmentation(try Pipeline(words)).copy(0, of: Sample(key: "k", image: .pixels(image)))
  }

  static func floats(_ sample: Sample) throws -> (header: NPYHeader, values: [Float]) {
    guard case .file(let bytes, "npy") = sample.image else { throw NoArray() }
    let (header, start) = try NPYHeader.parse(bytes)
    return (header, bytes[start...].withUnsafeBytes { Array($0.bindMemory(to: Float.self)) })
  }
  struct NoArray: Error {}

  @Test func numbersOfEachChannel() throws {
    let (header, values) = try Self.floats(
      Self.copy(["invert", "normalize=0.1/0.2/0.3:std=0.5"], .uint8(Self.raster)))
    #expect(header == NPYHeader(type: "<f4", shape: [7, 5, 3]))
    let expected = Self.raster.values.enumerated().map { index, value in
      (Float(255 - value) / 255 - [0.1, 0.2, 0.3][index % 3]) / 0.5
    }
    #expect(values == expected)
  }

  /// Mean 0 and deviation 1 in every channel, for any number of channels and bits.
  @Test(arguments: [1, 3, 4, 5, 7])
  func ownNumbers(channels: Int) throws {
    let raster = ColorOperationTests.noise(13, 11, channels)
    for image in [Image.uint8(raster), .uint16(ColorOperationTests.wide(raster))] {
      let (_, values) = try Self.floats(Self.copy(["normalize=image"], image))
      for channel in 0..<channels {
        let own = stride(from: channel, to: values.count, by: channels).map { Double(values[$0]) }
        let mean = own.reduce(0, +) / Double(own.count)
        let square = own.reduce(0) { $0 + $1 * $1 } / Double(own.count)
        #expect(abs(mean) < 1e-5 && abs(square - 1) < 1e-5)
      }
    }
    let uniform = Image.uint8(Raster(height: 3, width: 3, channels: channels, filledWith: 9))
    #expect(try Self.floats(Self.copy(["normalize=image"], uniform)).values.allSatisfy { $0 == 0 })
  }

  @Test func comesLast() throws {
    let error = #expect(throws: OperationError.self) { try Pipeline(["normalize", "hflip"]) }
    #expect(error == .notLast("normalize"))
    #expect(error?.description.contains("must come last") == true)
  }

  @Test func meansOfOtherChannels() {
    let gray = Image.uint8(ColorOperationTests.noise(3, 3, 1))
    let error = #expect(throws: TransformError.self) { try Self.copy(["normalize"], gray) }
    #expect(error == .failed("normalize", .wrongMeans(3, channels: 1)))
  }

  /// The stream carries the array; our own readers say what it is.
  @Test func streamAndFolder() throws {
    var sample = try Self.copy(["normalize"], .uint8(Self.raster))
    #expect(try sample.members().map(\.name) == ["k.image.npy", "k.json"])
    let stored = sample.image
    try sample.storeAsPNG()
    #expect(sample.image == stored)
    let error = #expect(throws: NPYError.self) { try sample.decode() }
    #expect(error == .floatingPointImage("<f4"))
    #expect(error?.description.contains("normalize must come last") == true)
  }

  @Test func trainingTakesPixels() throws {
    var image = Image.uint8(Self.raster)
    var labelMaps: [LabelMap] = []
    let pipeline = try Pipeline(["normalize"])
    #expect(throws: TransformError.normalized) {
      try pipeline.apply(
        to: &image, labelMaps: &labelMaps, key: StreamKey(seed: 0, epoch: 0, index: 0))
    }
  }
}
