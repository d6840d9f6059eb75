import Testing

@testable import SegImaging

@Suite struct ResizeTests {
  /// Vectors of PyTorch's `nearest`: `floor(i·s)`.
  @Test func nearestIndices() {
    #expect(SourceIndices.nearest(from: 5, to: 3) == [0, 1, 3])
    #expect(
      SourceIndices.nearest(from: 500, to: 128).prefix(12)
        == [0, 3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 42])
    #expect(
      SourceIndices.nearest(from: 394, to: 128).prefix(12)
        == [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33])
    #expect(SourceIndices.nearestExact(from: 5, to: 3) == [0, 2, 4])
  }

  /// Weights in 63rds, where they are whole numbers.
  @Test func antialiasedWeights() {
    func check(_ taps: Taps, _ index: Int, first: Int32, _ expected: [Float]) {
      #expect(taps.first[index] == first && Int(taps.count[index]) == expected.count)
      for (weight, whole) in zip(taps.weights[(index * taps.stride)...], expected) {
        #expect(abs(weight * 63 - whole) < 1e-4)
      }
    }
    let half = Taps.antialiased(from: 4, to: 2)
    check(half, 0, first: 0, [27, 27, 9])
    check(half, 1, first: 1, [9, 27, 27])
    let odd = Taps.antialiased(from: 5, to: 3)
    check(odd, 0, first: 0, [36, 27])
    check(odd, 1, first: 1, [14, 35, 14])
    check(odd, 2, first: 3, [27, 36])
  }

  @Test func neighbours() {
    let half = Neighbours.linear(from: 4, to: 2, axis: .columns)
    #expect(half.low == [0, 2] && half.high == [1, 3] && half.fraction == [0.5, 0.5])
    let odd = Neighbours.linear(from: 5, to: 3, axis: .columns)
    #expect(odd.low == [0, 2, 3] && odd.high == [1, 3, 4])
    #expect(abs(odd.fraction[0] - 1 / 3) < 1e-6 && odd.fraction[1] == 0)
  }

  static let pairs = [(1, 1), (1, 9), (9, 1), (7, 3), (3, 7), (500, 128), (128, 500), (333, 32)]

  /// What the kernels rely on: they do not check.
  @Test(arguments: pairs)
  func tablesStayInside(from input: Int, to output: Int) {
    var tables = [
      Taps.antialiased(from: input, to: output), .bicubic(from: input, to: output),
      .cubic(from: input, to: output),
    ]
    if output <= input { tables.append(.area(from: input, to: output)) }
    for make in [Neighbours.linear(from:to:axis:), Neighbours.area(from:to:axis:)] {
      for axis in [Neighbours.Axis.rows, .columns] {
        let neighbours = make(input, output, axis)
        #expect(neighbours.low.count == output)
        #expect((neighbours.low + neighbours.high).allSatisfy { (0..<input).contains(Int($0)) })
        for (low, high) in zip(neighbours.low, neighbours.high) {
          #expect(high == low || high == low + 1)
        }
        #expect(neighbours.fraction.allSatisfy { (0..<1).contains($0) })
        tables.append(Taps(neighbours))
      }
    }
    for taps in tables {
      #expect(taps.first.count == output && taps.count.count == output)
      for index in 0..<output {
        let (first, count) = (Int(taps.first[index]), Int(taps.count[index]))
        #expect(first >= 0 && count >= 1 && first + count <= input && count <= taps.stride)
        let weights = taps.weights[index * taps.stride..<index * taps.stride + count]
        #expect(abs(weights.reduce(0, +) - 1) < 2e-3)
      }
    }
    for indices in [SourceIndices.nearest(from:to:), SourceIndices.nearestExact(from:to:)] {
      #expect(indices(input, output).allSatisfy { (0..<input).contains(Int($0)) })
    }
  }

  @Test(arguments: ResizeFilter.allCases, [1, 2, 3, 4, 5])
  func uniformStaysUniform(filter: ResizeFilter, channels: Int) {
    let colour: [UInt8] = [255, 1, 128, 77, 0]
    for (width, height) in [(1, 1), (5, 3), (31, 40), (9, 8), (60, 7)] {
      let source = Raster<UInt8>(height: 16, width: 18, channels: channels) {
        for index in $0.indices { $0[index] = colour[index % channels] }
      }
      let result = Image.uint8(source).resized(
        to: PixelSize(width: width, height: height), filter: filter)
      let expected = (0..<width * height).flatMap { _ in colour.prefix(channels).map { Int($0) } }
      #expect(result.samples == expected)
    }
  }

  @Test(arguments: ResizeFilter.allCases)
  func sameSizeIsTheSamePicture(filter: ResizeFilter) {
    let image = TestPicture.image([9, 13, 3, 16])
    #expect(image.resized(to: image.size, filter: filter) == image)
  }

  /// A picture of 8 bits and the same with 16 bits agree, but for the rounding of 8 bits.
  @Test(arguments: [ResizeFilter.bilinear, .linear, .area], [(5, 4), (40, 31), (11, 30)])
  func bothDepthsAgree(filter: ResizeFilter, size: (Int, Int)) {
    let bytes = TestPicture.noise(UInt8.self, height: 17, width: 23, channels: 3, seed: 11)
    let words = Raster<UInt16>(
      height: 17, width: 23, channels: 3, values: bytes.values.map { UInt16($0) * 257 })
    let size = PixelSize(width: size.0, height: size.1)
    let small = Image.uint8(bytes).resized(to: size, filter: filter).samples
    let large = Image.uint16(words).resized(to: size, filter: filter).samples
    for (a, b) in zip(small, large) { #expect(abs(a * 257 - b) < 257) }
  }

  @Test(arguments: LabelResizeFilter.allCases, [(1, 1), (9, 30), (50, 3)])
  func labelsMoveWithTheImage(filter: LabelResizeFilter, size: (Int, Int)) throws {
    let labels = TestPicture.noise(UInt16.self, height: 21, width: 17, channels: 1, seed: 12)
    let size = PixelSize(width: size.0, height: size.1)
    let result = LabelMap.uint16(labels).resized(to: size, filter: filter)
    let imageFilter = try #require(ResizeFilter(rawValue: filter.rawValue))
    guard
      case .uint16(let moved) = result,
      case .uint16(let image) = Image.uint16(labels).resized(to: size, filter: imageFilter)
    else {
      Issue.record("the depth changed")
      return
    }
    #expect(moved == image)
    #expect(Set(moved.values).isSubset(of: Set(labels.values)))
  }
}
