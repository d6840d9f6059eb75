import Foundation
import SegBasics
import SegImaging
import SegLayouts
import SegSamples
import SegTestSupport
import Testing

@Suite struct DatasetStatisticsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A gray picture with a trimap, whose rows have the values given.
  private func entry(
    _ key: String, width: Int, rows: [UInt8], breed: String, split: String?,
    classes: ClassTable = .petBinary
  ) throws -> ManifestEntry {
    let values = rows.flatMap { [UInt8](repeating: $0, count: width) }
    let raster = Raster(height: rows.count, width: width, channels: 1, values: values)
    let image = folder.file(key + ".png")
    let mask = folder.file(key + "-mask.png")
    try Data(try encodePNG(.uint8(raster) as Image)).write(to: URL(filePath: image))
    try Data(try encodePNG(.uint8(raster) as LabelMap)).write(to: URL(filePath: mask))
    return ManifestEntry(
      key: key, image: image, mask: MaskSource(path: mask, encoding: .trimap), split: split,
      classes: classes, meta: ["breed": .string(breed), "class_id": .integer(1)])
  }

  private func count(_ entries: [ManifestEntry], jobs: Int = 2) throws -> DatasetStatistics {
    var rest = entries[...]
    var statistics = DatasetStatistics()
    try statistics.add(
      jobs: jobs, next: { rest.popFirst() }, onFailure: { _, failure in throw failure })
    return statistics
  }

  @Test func everythingIsCounted() throws {
    let entries = [
      try entry("a", width: 10, rows: [1, 1, 2, 3], breed: "pug", split: "train"),
      try entry("b", width: 20, rows: [2, 2], breed: "pug", split: "train"),
      try entry("c", width: 30, rows: [3, 1, 2], breed: "boxer", split: nil),
    ]
    let statistics = try count(entries)
    #expect(
      statistics.text == """
        samples\t3
        masks\t3
        split\ttrain\t2
        split\tunlisted\t1
        meta.breed\tboxer\t1
        meta.breed\tpug\t2
        width\t10\t20\t30
        height\t2\t3\t4
        class\t0\tbackground\t80\t0.4706\t3
        class\t1\tpet\t50\t0.2941\t2
        ignore\t40\t0.2353\t2

        """)
    #expect(try count(entries, jobs: 1) == statistics)
    let json = try JSONDecoder().decode(
      [String: JSONValue].self, from: Data(try statistics.json().utf8))
    #expect(json["samples"] == .integer(3))
    #expect(
      json["height"] == .object(["min": .integer(2), "median": .integer(3), "max": .integer(4)]))
  }

  /// 255 stands for ignore in a 16-bit map of a few classes too, and 65535 always.
  @Test func ignoredPixelsOf16Bits() throws {
    let values: [UInt16] = [0, 1, 255, 65535, 65535, 1]
    let labels = LabelMap.uint16(Raster(height: 2, width: 3, channels: 1, values: values))
    let image = Raster<UInt8>(height: 2, width: 3, channels: 1, filledWith: 9)
    try Data(try encodePNG(labels)).write(to: URL(filePath: folder.file("m.png")))
    try Data(try encodePNG(.uint8(image) as Image)).write(to: URL(filePath: folder.file("i.png")))
    let entry = ManifestEntry(
      key: "a", image: folder.file("i.png"),
      mask: MaskSource(path: folder.file("m.png"), encoding: .index), classes: .petBinary)
    let statistics = try count([entry])
    #expect(statistics.classCounts.map(\.pixels) == [1, 2])
    #expect(statistics.ignored.pixels == 3 && statistics.ignored.samples == 1)
  }

  @Test func nothingAtAll() throws {
    #expect(try count([]).text == "samples\t0\nmasks\t0\n")
  }

  @Test func failuresNameTheSample() throws {
    var bad = try entry("a", width: 4, rows: [1, 0], breed: "pug", split: nil)
    let failure = try #require(throws: Located.self) { try count([bad]) }
    #expect(failure.sample == "a" && failure.exitStatus == .badData)
    bad.image = folder.file("gone.png")
    #expect(try #require(throws: Located.self) { try count([bad]) }.exitStatus == .noInput)
  }

  @Test func twoClassTablesAreRefused() throws {
    let entries = [
      try entry("a", width: 4, rows: [1, 2], breed: "pug", split: nil),
      try entry("b", width: 4, rows: [1, 2], breed: "pug", split: nil, classes: .petClasses),
    ]
    let failure = try #require(throws: Located.self) { try count(entries) }
    #expect(failure.failure is ClassTableConflict)
  }
}
