import Foundation
import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegTestSupport
import Testing

/// Samples of a manifest whose pictures have pages and orientations.
@Suite struct ListedSampleTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// A plain TIFF of gray pages, 2 × 1 pixels each, every page with its own orientation.
  private func tiff(_ pages: [(orientation: Int, pixels: [UInt8])]) -> [UInt8] {
    func little(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let length = 2 + 10 * 12 + 4
    var file = Array("II".utf8) + little(42, 2) + little(8, 4)
    for (number, page) in pages.enumerated() {
      let pixels = 8 + pages.count * length + 2 * number
      let tags = [
        (256, 2), (257, 1), (258, 8), (259, 1), (262, 1), (273, pixels), (274, page.orientation),
        (277, 1), (278, 1), (279, 2),
      ]
      file += little(tags.count, 2)
      for (tag, value) in tags {
        file += little(tag, 2) + little(4, 2) + little(1, 4) + little(value, 4)
      }
      file += little(number + 1 < pages.count ? 8 + (number + 1) * length : 0, 4)
    }
    return file + pages.flatMap(\.pixels)
  }

  private func write(_ bytes: [UInt8], _ name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name)))
    return folder.file(name)
  }

  private func gray(_ values: [UInt8], height: Int) -> ImageContent {
    .pixels(
      .uint8(
        Raster(height: height, width: values.count / height, channels: 1, values: values)))
  }

  @Test func pagesAreTurnedLikeWholeFiles() throws {
    let path = try write(tiff([(1, [1, 2]), (6, [3, 4]), (3, [5, 6])]), "pages.tif")
    func image(_ page: Int?, mask: [UInt8]? = nil, height: Int = 1) throws -> ImageContent {
      var entry = ManifestEntry(key: "a", image: path, page: page)
      if let mask {
        let map = LabelMap.uint8(
          Raster(height: height, width: mask.count / height, channels: 1, values: mask))
        entry.mask = MaskSource(path: try write(map.encodedNPY(), "mask.npy"), encoding: .npy)
      }
      var sample = try Sample(listed: entry)
      _ = try sample.decode()
      return sample.image
    }
    #expect(try image(nil) == gray([1, 2], height: 1))
    #expect(try image(0) == gray([1, 2], height: 1))
    // Orientation 6 stands the page up, 3 turns it by half, as without pages.
    #expect(try image(1) == gray([3, 4], height: 2))
    #expect(try image(2) == gray([6, 5], height: 1))
    // A mask as large as the stored page was drawn on the stored pixels.
    #expect(try image(1, mask: [0, 0], height: 1) == gray([3, 4], height: 1))
    #expect(try image(1, mask: [0, 0], height: 2) == gray([3, 4], height: 2))
    #expect(try image(2, mask: [0, 0], height: 1) == gray([5, 6], height: 1))
    #expect(throws: Located.self) { try image(3) }
    #expect(throws: Located.self) { try image(1, mask: [0, 0, 0], height: 1) }
  }

  @Test func aFileOfOnePageStaysAsItIs() throws {
    let bytes = tiff([(6, [3, 4])])
    let path = try write(bytes, "one.tif")
    for page in [nil, 0] {
      var sample = try Sample(listed: ManifestEntry(key: "a", image: path, page: page))
      #expect(sample.image == .file(bytes, extension: "tif"))
      _ = try sample.decode()
      #expect(sample.image == gray([3, 4], height: 2))
    }
    #expect(
      throws: Located(ImageError.noPage(1, pages: 1), path: path, sample: "a")
    ) { try Sample(listed: ManifestEntry(key: "a", image: path, page: 1)) }
  }
}
