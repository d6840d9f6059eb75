import ArgumentParser
import SegBasics
import SegCommandLine
import SegSamples
import SegShards

/// `segbench shards`.
struct ShardBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shards",
    abstract: "Times opening, reading and verifying a shard set that is in the page cache.",
    discussion: """
      Prints a JSON line for each way of reading: samples a second on one thread (median, min, max of \
      the repeats) and megabytes a second of members. The first two lines are the machine's: copying \
      from the mapped shards, and reading them with read(2), which verify is compared with. In place \
      means that headers are checked and nothing is copied; batches are contiguous buffers; decoded \
      means picture and label map as arrays of their full size.
      """)

  @Argument(help: "A shard set.")
  var set: String

  @Option(help: ArgumentHelp("Samples of a batch.", valueName: "n"))
  var batch = 32

  @Option(help: ArgumentHelp("Samples of each repeat, at most.", valueName: "n"))
  var samples = 20_000

  @Option(help: ArgumentHelp("Repeats of each measurement.", valueName: "n"))
  var repeats = 7

  @OptionGroup var jobs: JobsOption

  func validate() throws {
    guard (1...65_536).contains(batch), (1...1000).contains(repeats), samples > 0 else {
      throw ValidationError("--batch takes 1 to 65536, --repeats 1 to 1000, --samples 1 or more")
    }
  }

  func run() throws {
    let opened = try repeated { _ = try IndexedSamples([set]) }
    try report("open", unit: "1/s", count: 1, bytes: 0, opened)
    let source = try IndexedSamples([set])
    let shards = try ShardSet(set).shards
    try machine(shards)
    try verify(shards)
    let order = EpochOrder(count: source.count, seed: 1, epoch: 0)
    let count = min(samples, source.count)
    for (name, numbers) in [
      ("sequential", (0..<count).map { $0 }), ("random", (0..<count).map { order[$0] }),
    ] {
      let bytes = numbers.reduce(0) { sum, number in
        sum + source.entry(at: number).members.reduce(0) { $0 + $1.size }
      }
      let inPlace = try repeated {
        for number in numbers { _ = try source.sample(at: number).members.count }
      }
      try report("in place, \(name)", count: count, bytes: bytes, inPlace)
      let keys = numbers.map(source.key)
      let byKey = try repeated {
        for key in keys {
          guard let number = source.number(of: key) else { throw ValidationError(key) }
          _ = try source.sample(at: number).members.count
        }
      }
      try report("in place by key, \(name)", count: count, bytes: bytes, byKey)
      let batches = try MemberBatches(source, numbers, size: batch)
      let copied = try repeated { try batches.read() }
      try report("members into batches, \(name)", count: count, bytes: bytes, copied)
      let checked = try repeated {
        for number in numbers { _ = try source.members(at: number).members.count }
      }
      try report("members with checksums, \(name)", count: count, bytes: bytes, checked)
      try raw(source, numbers, name)
      try decode(source, Array(numbers.prefix(1000)), name)
    }
    try stream(source.count)
  }

  // MARK: Ways of reading

  /// What the machine does at best with the bytes of the shards.
  private func machine(_ shards: [String]) throws {
    let files = try shards.map { try MappedFile(path: $0) }
    let bytes = files.reduce(0) { $0 + $1.count }
    let piece = 1 << 21
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 64)
    defer { buffer.deallocate() }
    let copied = try repeated {
      for file in files {
        file.withUnsafeBytes { source in
          for start in stride(from: 0, to: source.count, by: piece) {
            let end = min(source.count, start + piece)
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<end]))
          }
        }
      }
    }
    try report("copy from mapped shards (floor)", count: 0, bytes: bytes, copied)
    let read = try repeated {
      for shard in shards {
        let input = try DescriptorReader(path: shard)
        while try input.read(into: buffer) > 0 {}
      }
    }
    try report("read(2) from the page cache", count: 0, bytes: bytes, read)
  }

  private func verify(_ shards: [String]) throws {
    let bytes = try shards.reduce(0) { $0 + (try fileStatus($1)?.size ?? 0) }
    for jobs in Set([1, jobs.count]).sorted() {
      var samples = 0
      let speeds = try repeated {
        var verification = ShardVerification { _ in }
        verification.jobs = jobs
        try verification.check(set)
        guard verification.faults == 0 else { throw ValidationError("\(set) has faults") }
        samples = verification.samples
      }
      try report("verify", count: samples, bytes: bytes, speeds, jobs: jobs)
    }
  }

  private func raw(_ source: IndexedSamples, _ numbers: [Int], _ name: String) throws {
    // Encoded sets have no arrays.
    guard let batches = try? RawBatches(source) else { return }
    let images = UnsafeMutableRawBufferPointer.allocate(
      byteCount: batch * batches.imageBytes, alignment: 64)
    let labels = UnsafeMutableRawBufferPointer.allocate(
      byteCount: batch * batches.labelBytes, alignment: 64)
    defer {
      images.deallocate()
      labels.deallocate()
    }
    let speeds = try repeated {
      for start in stride(from: 0, to: numbers.count, by: batch) {
        let end = min(numbers.count, start + batch)
        try batches.read(numbers[start..<end], images: images, labels: labels)
      }
    }
    let bytes = numbers.count * (batches.imageBytes + batches.labelBytes)
    try report("arrays into batches, \(name)", count: numbers.count, bytes: bytes, speeds)
  }

  /// Picture and label map as arrays, at their full size.
  private func decode(_ source: IndexedSamples, _ numbers: [Int], _ name: String) throws {
    let bytes = numbers.reduce(0) { sum, number in
      sum + source.entry(at: number).members.reduce(0) { $0 + $1.size }
    }
    for jobs in Set([1, jobs.count]).sorted() {
      let speeds = try repeated {
        var place = 0
        try orderedParallelMap(
          jobs: jobs,
          next: { () throws -> SampleMembers? in
            guard place < numbers.count else { return nil }
            defer { place += 1 }
            return try source.members(at: numbers[place])
          },
          transform: { [set] members -> Sample in
            var sample = try members.sample(from: set)
            _ = try sample.decode()
            return sample
          },
          consume: { _ in })
      }
      try report(
        "decoded, \(name)", count: numbers.count, bytes: bytes, speeds, jobs: jobs)
    }
  }

  /// From the beginning to the end, each member compared with its checksum, as commands read.
  private func stream(_ count: Int) throws {
    var bytes = 0
    let speeds = try repeated {
      bytes = 0
      let source = SampleSource([set])
      while case .stored(let members, _)? = try source.next() {
        bytes += members.members.reduce(0) { $0 + $1.data.count }
      }
    }
    try report("stream with checksums", count: count, bytes: bytes, speeds)
  }

  // MARK: Reports

  private func repeated(_ body: () throws -> Void) throws -> Speeds {
    try samplesPerSecond(repeats: repeats, seconds: 0, body)
  }

  private func report(
    _ what: String, unit: String = "samples/s", count: Int, bytes: Int, _ speeds: Speeds,
    jobs: Int = 1
  ) throws {
    var line = OrderedJSON()
    try line.add("group", "shards")
    try line.add("lib", "segkit")
    try line.add("what", what)
    try line.add("threads", jobs)
    if count > 0 {
      try line.add("unit", unit)
      try line.add("median", speeds.median * Double(count))
      try line.add("min", speeds.least * Double(count))
      try line.add("max", speeds.greatest * Double(count))
    }
    if bytes > 0 { try line.add("mb_s", speeds.median * Double(bytes) / 1e6) }
    try printText(line.text + "\n")
  }
}

/// Encoded members one after the other in a buffer for each batch, as training reads them.
private struct MemberBatches {
  private let samples: IndexedSamples
  private let numbers: [Int]
  private let size: Int
  private let capacity: Int

  init(_ samples: IndexedSamples, _ numbers: [Int], size: Int) throws {
    self.samples = samples
    self.numbers = numbers
    self.size = size
    capacity = stride(from: 0, to: numbers.count, by: size).reduce(1) { most, start in
      let batch = numbers[start..<min(numbers.count, start + size)]
      return max(
        most,
        batch.reduce(0) { sum, number in
          sum + samples.entry(at: number).members.reduce(0) { $0 + $1.size }
        })
    }
  }

  func read() throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
    defer { buffer.deallocate() }
    for start in stride(from: 0, to: numbers.count, by: size) {
      var place = 0
      for number in numbers[start..<min(numbers.count, start + size)] {
        for member in try samples.sample(at: number).members {
          member.data.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: buffer[place...]).copyMemory(from: bytes)
            place += bytes.count
          }
        }
      }
    }
  }
}
