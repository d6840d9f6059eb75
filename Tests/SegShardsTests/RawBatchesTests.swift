import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

@Suite struct RawBatchesTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// A sample whose pictures are all of one size.
  private func sample(_ number: Int, width: Int = 6, masked: Bool = true) -> Sample {
    let values = (0..<(5 * width * 3)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
    let labels = (0..<(5 * width)).map { UInt8(($0 + number) % 3) }
    return Sample(
      key: "k\(number)",
      image: .pixels(.uint8(Raster(height: 5, width: width, channels: 3, values: values))),
      labelMap: masked
        ? .indices(.uint8(Raster(height: 5, width: width, channels: 1, values: labels))) : nil,
      metadata: SampleMetadata(classes: .petClasses))
  }

  private func read(_ batches: RawBatches, _ numbers: [Int]) throws -> ([UInt8], [UInt8]) {
    var images = [UInt8](repeating: 0, count: numbers.count * batches.imageBytes)
    var labels = [UInt8](repeating: 0, count: numbers.count * batches.labelBytes)
    try images.withUnsafeMutableBytes { images in
      try labels.withUnsafeMutableBytes { try batches.read(numbers, images: images, labels: $0) }
    }
    return (images, labels)
  }

  @Test func batchesHoldThePixels() throws {
    let samples = (0..<9).map { sample($0) }
    try pack(samples, into: "set", in: folder)
    let batches = try RawBatches(IndexedSamples([folder.file("set")]))
    #expect(batches.imageShape == [5, 6, 3] && batches.labelShape == [5, 6])
    let numbers = [8, 0, 3, 3, 5]
    let (images, labels) = try read(batches, numbers)
    var expected: ([UInt8], [UInt8]) = ([], [])
    for number in numbers {
      guard case .pixels(.uint8(let image)) = samples[number].image,
        case .indices(.uint8(let map)) = samples[number].labelMap
      else { continue }
      expected.0 += image.values
      expected.1 += map.values
    }
    #expect(images == expected.0)
    #expect(labels == expected.1)
  }

  /// Another header in front of the same array, as numpy writes it for version 2.
  @Test func foreignHeadersAreRead() throws {
    var first = sample(0)
    let second = sample(1)
    guard case .pixels(let image) = second.image else { return }
    let text = "{'descr':'|u1','fortran_order':False,'shape':(5,6,3)}\n"
    let other =
      NPYHeader.magic + [2, 0, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8)
      + image.encodedNPY().suffix(90)
    first.key = "first"
    let members = try first.members() + [("second.image.npy", other), ("second.mask.npy", [])]
    let sink = MemorySink()
    var writer = TarWriter(sink)
    for (name, data) in members { try writer.add(name: name, data: data) }
    try writer.finish()
    try AtomicFile.write(sink.bytes, to: folder.file("a.tar"))
    let batches = try RawBatches(IndexedSamples([folder.file("a.tar")]))
    let error = #expect(throws: Located.self) { try read(batches, [0, 1]) }
    // The picture was taken; the label map is no array at all.
    #expect(error?.failure is NPYError)
    #expect(error?.sample == "second")
  }

  @Test func otherShapesAreRefused() throws {
    try pack([sample(0), sample(1, width: 7)], into: "set", in: folder)
    let batches = try RawBatches(IndexedSamples([folder.file("set")]))
    let error = #expect(throws: Located.self) { try read(batches, [0, 1]) }
    #expect(
      error?.failure as? RawBatchError == .otherShape([5, 7, 3], expected: [5, 6, 3]))
    #expect(error?.sample == "k1")
  }

  @Test func encodedSetsAreRefused() throws {
    var settings = PackingSettings()
    settings.store = .encoded
    try pack([sample(0)], into: "set", in: folder, settings: settings)
    let error = #expect(throws: Located.self) {
      try RawBatches(IndexedSamples([folder.file("set")]))
    }
    #expect(error?.failure as? RawBatchError == .noArray)
  }

  /// What `segpack` writes stands at multiples of 64 bytes, in the file and so in memory.
  @Test func arraysAreReadInPlace() throws {
    try pack((0..<3).map { sample($0) }, into: "set", in: folder)
    let indexed = try IndexedSamples([folder.file("set")])
    let file = try #require(try indexed.sample(at: 2).member("image.npy"))
    let array = try RawArray(file)
    #expect(array.shape == [5, 6, 3] && array.bits == 8)
    array.withElements { elements in
      #expect(Int(bitPattern: elements.baseAddress) % 64 == 0)
      guard case .pixels(.uint8(let image)) = sample(2).image else { return }
      #expect(Array(elements) == image.values)
    }
    #expect(throws: NPYError.self) {
      try RawArray(MappedBytes(MappedFile(copying: [1], path: ""), 0..<1))
    }
  }
}
