import SegBasics
import SegExchange
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import Testing

/// What the writers of other programs wrote, `fixtures/exchange/make.py`.
@Suite struct ForeignImportTests {
  static let sets: [(ForeignFormat, String)] = [
    (.npz, "npz"), (.tfrecord, "tfrecord"), (.mds, "mds-static"), (.mds, "mds-dynamic"),
    (.mds, "mds-files"),
  ]

  @Test(arguments: sets)
  func theirsIsRead(format: ForeignFormat, name: String) throws {
    let samples = try imported(format, fixture("exchange/\(name)"))
    #expect(samples.map(\.key) == ["s0", "s1", "s2"])
    for (number, sample) in samples.enumerated() {
      #expect(sample.image == .pixels(drawnPicture(number)))
      guard case .indices(let labels) = sample.labelMap else {
        Issue.record("\(sample.key) has no label map")
        continue
      }
      // Wider numbers stay wider.
      let values =
        switch labels {
        case .uint8(let raster): raster.values.map(Int.init)
        case .uint16(let raster): raster.values.map(Int.init)
        }
      guard case .uint8(let expected) = drawnLabels(number) else { return }
      #expect(values == expected.values.map(Int.init))
      #expect(sample.metadata.split == (format == .tfrecord ? "val" : nil))
    }
  }

  @Test func aFileOfItsOwnIsRead() throws {
    #expect(try imported(.npz, fixture("exchange/npz/s1.npz")).map(\.key) == ["s1"])
    let records = fixture("exchange/tfrecord/val-00000-of-00001.tfrecord")
    #expect(try imported(.tfrecord, records).count == 3)
  }

  /// Polygons, compressed and plain run lengths and crowds, as pycocotools paints them.
  @Test func cocoIsPainted() throws {
    for path in ["exchange/coco/instances_val.json"] {
      let samples = try imported(.coco, fixture(path))
      #expect(samples.map(\.key) == ["p0", "p1", "p2", "p3"])
      for (number, sample) in samples.enumerated() {
        let painted = try LabelMap(npy: readFile(fixture("exchange/coco/p\(number).npy")))
        #expect(sample.labelMap == .indices(painted), "\(sample.key)")
        #expect(sample.metadata.split == "val")
        #expect(
          sample.metadata.classes?.entries.map(\.name) == ["background", "a", "b", "c"])
        #expect(sample.metadata.classes?.entries.map(\.source) == [0, 3, 17, 90])
      }
    }
  }

  @Test(arguments: ForeignFormat.allCases)
  func whatIsNotThereIsSaid(format: ForeignFormat) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: (any Error).self) { try imported(format, folder.path) }
    #expect((error as? any SegError)?.exitStatus == .noInput)
    let missing = #expect(throws: SystemError.self) { try imported(format, folder.file("none")) }
    #expect(missing?.exitStatus == .noInput)
  }

  @Test func aClassTableIsGiven() throws {
    var run = ForeignImport(from: .mds, path: fixture("exchange/mds-static"))
    run.classes = .petClasses
    #expect(try run.samples().next()?.load().metadata.classes == .petClasses)
  }

  /// A size that is claimed is held against the picture before anything is made of it.
  @Test(arguments: [(60_000, 4_000), (1, 1), (3, 4), (0, 0), (-4, -3), (Int.max, Int.max)])
  func aClaimedSizeIsCompared(width: Int, height: Int) throws {
    let folder = try TemporaryFolder()
    try createFolder(folder.file("annotations"))
    try createFolder(folder.file("images"))
    try AtomicFile.write(encodePNG(drawnPicture(1)), to: folder.file("images/a.png"))
    let text = """
      {"images":[{"id":1,"file_name":"a.png","width":\(width),"height":\(height)}],
       "categories":[{"id":1,"name":"c"}],
       "annotations":[{"id":1,"image_id":1,"category_id":1,"segmentation":[[0,0,1,0,1,1]]}]}
      """
    try AtomicFile.write(Array(text.utf8), to: folder.file("annotations/x.json"))
    let error = #expect(throws: Located.self) { try imported(.coco, folder.path) }
    guard case .damaged(.coco, let what)? = error?.failure as? ExchangeError else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(what == "the picture is said to have \(width)x\(height) pixels, and has 4x3")
    #expect(error?.sample == "a")
  }

  @Test func aListThatIsNoTextIsDamaged() throws {
    let folder = try TemporaryFolder()
    try createFolder(folder.file("ImageSets/Segmentation"))
    try AtomicFile.write(
      Array("a\n".utf8) + [0x62, 0xFF, 0x0A], to: folder.file("ImageSets/Segmentation/train.txt"))
    let error = #expect(throws: Located.self) { try imported(.voc, folder.path) }
    #expect(error?.failure as? ExchangeError == .damaged(.voc, "the name is no UTF-8"))
    #expect(error?.line == 2)
  }

  @Test func filesOfNoSampleAreAnError() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([], to: folder.file("x.tfrecord"))
    let error = #expect(throws: Located.self) { try imported(.tfrecord, folder.path) }
    #expect(error?.failure as? ExchangeError == .noSamples(.tfrecord))
    #expect(error?.exitStatus == .badData)
  }

  /// Bytes changed, cut off or doubled anywhere: an error of the data, or samples; nothing else.
  @Test(arguments: 0..<240)
  func damageIsAnError(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let (format, name) = (Self.sets + [(.coco, "coco")])[Int(seed) % 6]
    let folder = try TemporaryFolder()
    for (key, bytes) in try files(fixture("exchange/\(name)")) {
      let file = key.text
      let place = format == .coco ? "annotations/" : ""
      try createFolder(folder.file("set/" + place))
      try createFolder(folder.file("set/images/val"))
      let target =
        file.hasSuffix("json") ? place + file : (format == .coco ? "images/val/" : "") + file
      try AtomicFile.write(bytes, to: folder.file("set/" + target))
    }
    let names = try files(folder.file("set")).keys.map(\.text).sorted()
      .filter { !$0.hasSuffix(".npy") }
    let path = folder.file("set/" + names[random.integer(in: 0...(names.count - 1))])
    var bytes = try readFile(path)
    for _ in 0...random.integer(in: 0...3) {
      let place = random.integer(in: 0...(bytes.count - 1))
      switch random.integer(in: 0...4) {
      case 0: bytes[place] ^= 1 << UInt8(random.integer(in: 0...7))
      case 1: bytes[place] = UInt8(random.integer(in: 0...255))
      case 2: bytes[place] = 255
      case 3: bytes = Array(bytes[...place])
      default: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
      }
    }
    try AtomicFile.write(bytes, to: path)
    do {
      for sample in try imported(format, folder.file("set")) { #expect(!sample.key.isEmpty) }
    } catch let error as any SegError {
      #expect(error.exitStatus == .badData || error.exitStatus == .noInput, "\(error)")
    }
  }
}
