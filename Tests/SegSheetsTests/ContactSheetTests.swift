import SegBasics
import SegImaging
import SegSamples
import SegShards
import Testing

@testable import SegSheets

/// A sample drawn by formula: a gradient, and a disc of class 1 with an ignored rim.
func drawnSample(_ number: Int, width: Int = 40, height: Int = 30, hasMask: Bool = true) -> Sample {
  var image = Raster<UInt8>(height: height, width: width, channels: 3, filledWith: 0)
  var labels = Raster<UInt8>(height: height, width: width, channels: 1, filledWith: 0)
  for y in 0..<height {
    for x in 0..<width {
      image[y, x, 0] = UInt8(x * 255 / width)
      image[y, x, 1] = UInt8(y * 255 / height)
      image[y, x, 2] = UInt8(number * 37 & 255)
      let dx = x - width / 2
      let dy = y - height / 2
      let distance = dx * dx + dy * dy
      labels[y, x] = distance < 64 ? 1 : distance < 100 ? 255 : 0
    }
  }
  return Sample(
    key: "drawn/\(number)", image: .pixels(.uint8(image)),
    labelMap: hasMask ? .indices(.uint8(labels)) : nil,
    metadata: SampleMetadata(classes: hasMask ? .petBinary : nil))
}

@Suite struct ContactSheetTests {
  private var style: SheetStyle {
    var style = SheetStyle()
    style.tile = 48
    return style
  }

  private func sheet(_ samples: [Sample], jobs: Int = 1) throws -> Image {
    let style = style
    var sheet = ContactSheet(style: style)
    for tiles in try orderedParallelMap(
      samples, jobs: jobs, transform: { try SampleTiles($0, style: style) })
    {
      try sheet.add(tiles)
    }
    return try sheet.draw()
  }

  private func hash(_ image: Image) -> UInt64 { fnv1a64(image.convertedRaster.values) }

  /// The sheet was looked at when its hash was taken; whoever changes the look takes it anew.
  @Test func looksAsItDid() throws {
    let sheet = try sheet((0..<3).map { drawnSample($0, width: 40 + 20 * $0) })
    #expect(sheet.size == PixelSize(width: 346, height: 222))
    #expect(hash(sheet) == 4_044_928_262_326_591_845)
  }

  @Test(arguments: [2, 5])
  func sameSheetAtAnyNumberOfJobs(jobs: Int) throws {
    let samples = (0..<12).map { drawnSample($0, width: 30 + $0, hasMask: $0 % 5 != 4) }
    let one = try sheet(samples)
    let many = try sheet(samples, jobs: jobs)
    #expect(many == one)
    #expect(try encodePNG(many) == encodePNG(one))
  }

  /// Pictures stand in the middle of the first tile, unchanged where they have its size.
  @Test func pixelsOfThePicture() throws {
    let sample = drawnSample(1, width: 48, height: 20)
    let sheet = try sheet([sample]).convertedRaster
    guard case .pixels(.uint8(let picture)) = sample.image else { return }
    for (x, y) in [(0, 0), (47, 19), (20, 7)] {
      for channel in 0..<3 {
        #expect(sheet[10 + 5 + 14 + y, 10 + 5 + x, channel] == picture[y, x, channel])
      }
    }
  }

  @Test func withoutMasksThereIsOneTileAndNoLegend() throws {
    let bare = try sheet([drawnSample(0, hasMask: false)])
    #expect(bare.size == PixelSize(width: 48 + 2 * 15, height: 48 + 20 + 15 + 7 + 1))
  }

  @Test func legendCountsPixels() throws {
    let tiles = try (0..<2).map { try SampleTiles(drawnSample($0), style: style) }
    let legend = Legend(tiles, metrics: SheetMetrics(tile: 48))
    #expect(legend.total == 2 * 40 * 30)
    #expect(legend.entries.map(\.label.name) == ["background", "pet", "ignore"])
    #expect(legend.entries.map(\.pixels).reduce(0, +) == legend.total)
    // Whole points within radii 8 and 10 of a centre: 193 and 305.
    #expect(legend.entries.map(\.pixels) == [2 * (1200 - 305), 2 * 193, 2 * (305 - 193)])
    #expect(legend.heading == "2 samples with a mask")
  }

  @Test func largeTablesAreCutShort() throws {
    let values = (0..<120).map { UInt16($0) }
    let sample = Sample(
      key: "many",
      image: .pixels(.uint8(Raster(height: 10, width: 12, channels: 1, filledWith: 0))),
      labelMap: .indices(.uint16(Raster(height: 10, width: 12, channels: 1, values: values))))
    let legend = Legend([try SampleTiles(sample, style: style)], metrics: SheetMetrics(tile: 48))
    #expect(legend.entries.count == Legend.maximumEntries)
    #expect(legend.unlisted == 120 - Legend.maximumEntries)
    #expect(legend.height(width: 100) > legend.height(width: 1000))
  }

  @Test func errors() throws {
    #expect(throws: SheetError.noSamples) { try ContactSheet().draw() }
    var other = drawnSample(1)
    other.metadata.classes = .petClasses
    #expect(
      throws: Located(ClassTableConflict(.petBinary, .petClasses), sample: "drawn/1")
    ) { try self.sheet([drawnSample(0), other]) }
    var cut = drawnSample(2)
    cut.labelMap = .indices(.uint8(Raster(height: 5, width: 5, channels: 1, filledWith: 0)))
    #expect(
      throws: SampleError.sizeMismatch(
        image: PixelSize(width: 40, height: 30), labelMap: PixelSize(width: 5, height: 5))
    ) { try self.sheet([cut]) }
  }

  @Test func sheetsOverTheLimitAreRefusedBeforeTheyAreDrawn() throws {
    let tiles = try SampleTiles(drawnSample(0), style: style)
    var large = SheetStyle()
    large.tile = 2048
    var sheet = ContactSheet(style: large)
    for _ in 0..<4 { try sheet.add(tiles) }
    #expect(
      throws: SheetError.tooLarge(samples: 5, tile: 2048, limit: SheetStyle.maximumPixels)
    ) { try sheet.add(tiles) }
  }
}

extension Image {
  /// A sheet is RGB of 8 bits.
  fileprivate var convertedRaster: Raster<UInt8> {
    switch self {
    case .uint8(let raster): raster
    case .uint16: preconditionFailure("a sheet has 8 bits")
    }
  }
}
