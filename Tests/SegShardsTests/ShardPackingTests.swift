import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

@Suite struct ShardPackingTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: StorageForm.lossless)
  func packedSamplesComeBack(store: StorageForm) throws {
    let samples = (0..<10).map { exampleSample($0) }
    var settings = PackingSettings(shardSamples: 4)
    settings.store = store
    let summary = try pack(samples, into: "set", in: folder, settings: settings)
    #expect(summary.samples == 10)
    #expect(summary.shards == 3)
    #expect(try decodedSamples(folder.file("set")) == samples)
  }

  @Test(arguments: [StorageForm.raw, .encoded, .jpeg(quality: 70)])
  func jobsDoNotMatter(store: StorageForm) throws {
    let samples = (0..<23).map { exampleSample($0) }
    var settings = PackingSettings(shardSamples: 4)
    settings.store = store
    try pack(samples, into: "one", in: folder, settings: settings, jobs: 1)
    let expected = try promisedFiles(folder, "one")
    #expect(expected.count == 2 * 6 + 2)
    for jobs in [2, 5] {
      try pack(samples, into: "\(jobs)", in: folder, settings: settings, jobs: jobs)
      #expect(try promisedFiles(folder, "\(jobs)") == expected)
    }
  }

  @Test func aShardStaysBelowItsSizeUnlessASampleIsLarger() throws {
    let samples = (0..<20).map { exampleSample($0) }
    // A sample takes 3 headers and 3 small members: 3072 bytes.
    let settings = PackingSettings(shardSize: 3072 * 3 + 1024)
    try pack(samples, into: "set", in: folder, settings: settings)
    let sizes = try ShardSet(folder.file("set")).shards.map { try readFile($0).count }
    #expect(sizes == Array(repeating: 3072 * 3 + 1024, count: 6) + [3072 * 2 + 1024])
    try pack(samples, into: "tiny", in: folder, settings: PackingSettings(shardSize: 1))
    #expect(try ShardSet(folder.file("tiny")).shards.count == 20)
  }

  @Test func arraysStandAtMultiplesOf64AndTheIndexFindsEveryMember() throws {
    try pack((0..<10).map { exampleSample($0) }, into: "set", in: folder)
    let set = try ShardSet(folder.file("set"))
    for shard in set.shards {
      var expected: [[String]] = []
      let tar = TarReader(try BufferedInput(path: shard))
      while let member = try tar.next() {
        if member.name.hasSuffix(".npy") {
          let header = try NPYHeader.parse(member.data)
          #expect((member.offset + header.data) % 64 == 0)
        }
        let split = try #require(MemberName.split(member.name))
        let entry = "\(split.extension) \(member.offset) \(member.data.count) \(member.name)"
        if split.extension == "image.npy" { expected.append([]) }
        expected[expected.count - 1].append(entry)
      }
      let text = ["v1.2 \(expected.count)"] + expected.map { $0.joined(separator: " ") }
      let index = try readFile(shard.dropLast(4) + ".idx")
      #expect(String(decoding: index, as: UTF8.self) == text.joined(separator: "\n") + "\n")
    }
  }

  /// An array of another layout is rewritten: Fortran order, 16-byte alignment, big endian.
  @Test func foreignArraysAreBroughtIntoTheStoredForm() throws {
    var header = NPYHeader(type: ">u2", shape: [2, 3, 1])
    header.isFortranOrder = true
    let values: [UInt8] = [0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 1, 6]
    let text = "{'descr': '>u2', 'fortran_order': True, 'shape': (2, 3, 1), }\n"
    let file =
      NPYHeader.magic + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8) + values
    let sample = Sample(key: "x", image: .file(file, extension: "npy"))
    try pack([sample], into: "set", in: folder)
    let members = try #require(
      try SampleStreamReader(BufferedInput(path: folder.file("set/shard-000000.tar")))
        .nextMembers())
    let image = Image.uint16(
      Raster(height: 2, width: 3, channels: 1, values: [1, 2, 3, 4, 5, 262]))
    #expect(members.members.first?.data == image.encodedNPY())
  }

  @Test func statisticsAreExact() throws {
    let samples = (0..<9).map { exampleSample($0) }
    try pack(samples, into: "set", in: folder)
    let statistics = try #require(try ShardSet(folder.file("set")).description).statistics
    var sum: [UInt128] = [0, 0, 0]
    var squares = sum
    var classes: [UInt64] = [0, 0, 0]
    var ignored: UInt64 = 0
    for sample in samples {
      guard case .pixels(.uint8(let image)) = sample.image,
        case .indices(.uint8(let labels)) = sample.labelMap
      else { continue }
      for (position, value) in image.values.enumerated() {
        sum[position % 3] += UInt128(value)
        squares[position % 3] += UInt128(value) * UInt128(value)
      }
      for value in labels.values {
        if value == 255 { ignored += 1 } else { classes[Int(value)] += 1 }
      }
    }
    let sums = try #require(statistics.pixels.first)
    #expect(statistics.pixels.count == 1)
    #expect(sums.sum == sum)
    #expect(sums.squares == squares)
    #expect(statistics.classes.pixels == classes)
    #expect(statistics.classes.ignored == ignored)
    #expect(statistics.classes.images == [9, 9, 9])
    #expect(statistics.classes.masks == 9)
  }

  @Test func aKeyThatStandsTwiceIsRefusedWithBothPlaces() throws {
    let samples = [exampleSample(0), exampleSample(1), exampleSample(2, key: "a/sample.0")]
    let error = #expect(throws: ShardError.self) { try pack(samples, into: "set", in: folder) }
    let input = folder.file("set.input.tar")
    #expect(
      error
        == .duplicateKey(
          "a/sample.0", first: "\(input): sample 1", second: "\(input): sample 3"))
    #expect(try namesInFolder(folder.file("set")).isEmpty)
  }

  @Test func twoClassTablesAreRefused() throws {
    let other = ClassTable(["a", "b", "c"].map { ClassTable.Entry($0, color: RGBColor(1, 2, 3)) })
    let samples = [exampleSample(0), exampleSample(1, classes: other)]
    let error = #expect(throws: Located.self) { try pack(samples, into: "set", in: folder) }
    #expect(error?.failure as? ClassTableConflict == ClassTableConflict(.petClasses, other))
  }

  /// Without a table of its own a label map is held to the table of the others, before or after.
  @Test(arguments: [true, false])
  func labelsWithoutATableMustFitTheOthers(comesFirst: Bool) throws {
    var odd = exampleSample(0, key: "odd", classes: nil)
    odd.labelMap = .indices(
      .uint8(Raster(height: 3, width: 5, channels: 1, filledWith: UInt8(3))))
    let samples = comesFirst ? [odd, exampleSample(1)] : [exampleSample(1), odd]
    #expect(throws: (any Error).self) { try pack(samples, into: "set", in: folder) }
    odd.labelMap = .indices(
      .uint8(Raster(height: 3, width: 5, channels: 1, filledWith: UInt8(2))))
    let fitting = comesFirst ? [odd, exampleSample(1)] : [exampleSample(1), odd]
    #expect(try pack(fitting, into: "fits", in: folder).samples == 2)
  }

  /// One character or two that look the same: two files, two keys.
  @Test func keysAreComparedByTheirBytes() throws {
    let keys = ["caf\u{E9}", "x", "cafe\u{301}", "y"]
    let samples = keys.enumerated().map { exampleSample($0.offset, key: $0.element) }
    #expect(try pack(samples, into: "set", in: folder).samples == 4)
    let set = try ShardSet(folder.file("set"))
    var found: [[UInt8]] = []
    try ShardSelection([keys[2], keys[0]], in: [set]).read {
      found.append(Array($0.writtenKey.utf8))
    }
    #expect(found == [Array(keys[2].utf8), Array(keys[0].utf8)])
    var verification = ShardVerification { Issue.record("\($0)") }
    try verification.check(folder.file("set"))
    #expect(verification.samples == 4)
    var unpacking = Unpacking(folder: folder.file("out"))
    for sample in samples { try unpacking.add(sample) }
    #expect(try namesInFolder(folder.file("out")).count == 12)
  }

  @Test func membersThatCannotBeReadBackAreRefused() throws {
    try PackedSample.checkSize(1 << 31, of: "a.npy")
    #expect(
      throws: ShardError.memberTooLarge("a.npy", size: 1 << 31 + 1, limit: 1 << 31)
    ) { try PackedSample.checkSize(1 << 31 + 1, of: "a.npy") }
    // The limit is the reader's own.
    let header = try hugeMember(1 << 31 + 1)
    #expect(throws: TarError.memberTooLarge("a", size: 1 << 31 + 1, limit: 1 << 31)) {
      try TarReader(BufferedInput(bytes: header, name: "x")).next()
    }
  }

  /// The header of a member that claims a size.
  private func hugeMember(_ size: Int) throws -> [UInt8] {
    let sink = MemorySink()
    var tar = TarWriter(sink)
    try tar.add(name: "a", data: [])
    var block = Array(sink.bytes.prefix(512))
    let digits = String(size, radix: 8)
    block.replaceSubrange(
      124..<135, with: Array((String(repeating: "0", count: 11 - digits.count) + digits).utf8))
    block.replaceSubrange(148..<156, with: Array(repeating: 32, count: 8))
    let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
    let padded = String(repeating: "0", count: 6 - sum.count) + sum
    block.replaceSubrange(148..<156, with: Array(padded.utf8) + [0, 32])
    return block
  }

  @Test func theLockOfAKilledRunDoesNoHarm() throws {
    try createFolder(folder.file("set"))
    try AtomicFile.write([], to: folder.file("set/.segpack-lock"))
    try pack([exampleSample(0)], into: "set", in: folder)
    #expect(try !namesInFolder(folder.file("set")).contains(".segpack-lock"))
  }

  @Test func aSecondWriterIsKeptOutToTheEnd() throws {
    @Sendable func lock(_ folder: String) throws -> FolderLock {
      try FolderLock(folder, name: OutputFolder.lockName, busy: ShardError.folderBusy)
    }
    var statuses: [ShardError?] = []
    try pack([exampleSample(0)], into: "set", in: folder) { packing in
      let target = packing.folder
      packing.onSample = {
        let error = #expect(throws: Located.self) { try lock(target) }
        statuses.append(error?.failure as? ShardError)
      }
    }
    #expect(statuses == [.folderBusy])
    _ = try lock(folder.file("set"))
  }

  @Test func faultySamplesAreLeftOutOnRequest() throws {
    var samples = (0..<8).map { exampleSample($0) }
    samples[2].labelMap = exampleSample(3).labelMap
    samples[5].labelMap = .indices(
      .uint8(Raster(height: 5, width: 6, channels: 1, filledWith: UInt8(7))))
    #expect(throws: Located.self) { try pack(samples, into: "strict", in: folder) }
    var reported: [String] = []
    let summary = try pack(samples, into: "set", in: folder) {
      $0.onFailure = { _, sample in reported.append(sample.key) }
    }
    #expect(reported == ["a/sample.2", "a/sample.5"])
    #expect(summary.samples == 6)
    #expect(summary.leftOut == 2)
  }
}
