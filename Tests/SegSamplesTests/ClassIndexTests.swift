import SegBasics
import SegImaging
import SegSamples
import Testing

@Suite struct ClassIndexTests {
  private func narrow(_ values: [UInt8]) -> LabelMap {
    .uint8(Raster(height: 1, width: values.count, channels: 1, values: values))
  }

  private func wide(_ values: [UInt16]) -> LabelMap {
    .uint16(Raster(height: 1, width: values.count, channels: 1, values: values))
  }

  private func table(_ count: Int) -> ClassTable {
    ClassTable((0..<count).map { .init("c\($0)", color: RGBColor(0, 0, 0)) })
  }

  private func sample(_ labelMap: LabelMap, second: LabelMap?, classes: ClassTable?) -> Sample {
    let image = Image.uint8(Raster(height: 1, width: labelMap.width, channels: 3, filledWith: 9))
    var sample = Sample(
      key: "a", image: .pixels(image), labelMap: .file(labelMap.encodedNPY(), extension: "npy"),
      metadata: SampleMetadata(classes: classes))
    sample.secondLabelMap = second.map { .file($0.encodedNPY(), extension: "npy") }
    return sample
  }

  @Test func unknownClassesOfAStreamAreRefused() throws {
    let two = table(2)
    var first = sample(narrow([0, 1, 9]), second: nil, classes: two)
    #expect(throws: SampleError.unknownClass(9, x: 2, y: 0, classes: two)) { try first.decode() }
    var second = sample(narrow([0, 1, 1]), second: narrow([0, 2, 1]), classes: two)
    #expect(throws: SampleError.unknownClass(2, x: 1, y: 0, classes: two)) { try second.decode() }
    var held = sample(narrow([0, 1, 1]), second: nil, classes: two)
    held.labelMap = .indices(narrow([7, 0, 1]))
    #expect(throws: SampleError.unknownClass(7, x: 0, y: 0, classes: two)) { try held.decode() }
    var without = sample(narrow([0, 1, 9]), second: nil, classes: nil)
    _ = try without.decode()
    #expect(without.labelMap == .indices(narrow([0, 1, 9])))
  }

  @Test func decodingGivesTheWidthOfTheTable() throws {
    var narrowed = sample(wide([0, 255, 65535]), second: wide([1, 1, 65535]), classes: table(2))
    _ = try narrowed.decode()
    #expect(narrowed.labelMap == .indices(narrow([0, 255, 255])))
    #expect(narrowed.secondLabelMap == .indices(narrow([1, 1, 255])))
    var unknown = sample(wide([0, 300]), second: nil, classes: nil)
    _ = try unknown.decode()
    #expect(unknown.labelMap == .indices(wide([0, 300])))
  }

  @Test func normalizedWidths() throws {
    #expect(
      try wide([0, 254, 255, 65535]).normalized(for: table(255)) == narrow([0, 254, 255, 255]))
    #expect(try narrow([0, 254, 255]).normalized(for: table(255)) == narrow([0, 254, 255]))
    #expect(try narrow([0, 254, 255]).normalized(for: table(256)) == wide([0, 254, 65535]))
    // 255 is a class there.
    #expect(try wide([255, 299, 65535]).normalized(for: table(300)) == wide([255, 299, 65535]))
  }

  /// Only the table's classes and what stands for ignore are known, at every width.
  @Test(arguments: [1, 2, 254, 255, 256, 257, 300, 65535])
  func knownValues(count: Int) throws {
    let classes = table(count)
    for value in [0, 1, 2, 253, 254, 255, 256, 257, 299, 300, 65534, 65535] {
      let isKnown = value < count || value == 65535 || (value == 255 && count <= 255)
      let map = wide([0, UInt16(value)])
      if isKnown {
        try checkClassIndices(map, classes: classes)
      } else {
        #expect(throws: SampleError.unknownClass(value, x: 1, y: 0, classes: classes)) {
          try checkClassIndices(map, classes: classes)
        }
      }
    }
  }
}
