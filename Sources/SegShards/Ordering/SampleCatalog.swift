import SegBasics
import SegSamples

/// Where every sample of an input can be read again, in an order decided by the seed and the keys alone.
///
/// Holds 48 bytes a sample, whatever the samples hold: places are put in order, not what stands there.
/// Pipes, which cannot be read twice, are kept in a file without a name meanwhile.
final class SampleCatalog {
  /// Where one sample stands.
  struct Place {
    /// What decides the order; equal without shuffling.
    var rank: (UInt64, UInt64) = (0, 0)
    /// Where it begins in its file, in bytes.
    var offset = 0
    /// Bytes from there to the sample's end.
    var length = 0
    /// Which of the files.
    var file: UInt32 = 0
    /// Its number for messages: the line, or the place in a stream, from 1.
    var number: UInt32 = 0
    /// The place of its first member among those of the shard.
    var member: UInt32 = 0
    /// Which of the splits.
    var split: UInt32 = 0
  }

  /// A file that samples stand in.
  struct File {
    /// What errors call it.
    var name: String
    /// nil for what is kept of pipes.
    var path: String?
    /// Whether it lists samples, one a line.
    var isManifest: Bool
    /// The checksums of the members of a shard, where `dataset.json` tells them.
    var checksums: [UInt64]?
  }

  /// What is to be known of each sample.
  struct Questions {
    /// The seed of the order; nil for the order of the input.
    var shuffleSeed: UInt64?
    /// What divides the samples; nil for one set of all.
    var division: SplitDivision?
  }

  /// Samples in their order.
  private(set) var places: [Place] = []
  /// The files they stand in.
  private(set) var files: [File] = []
  /// What is kept of pipes.
  private(set) var spool: SpoolFile?
  /// Lines without a place: what decides on it cannot be read.
  private(set) var unreadable: [UnreadableLine] = []
  /// The names of the splits, as ``Place/split`` counts them.
  private(set) var splits: [String] = []
  private var hash = XXH64()
  private let questions: Questions
  private let folder: String

  /// Finds the samples of an input.
  ///
  /// - Parameters:
  ///   - inputs: Files, folders, `-` and what ``InputNames`` describes; an empty list is standard input.
  ///   - chosen: What is taken instead of all samples of the inputs; kept as what comes through a pipe.
  ///   - folder: An existing folder, where pipes are kept.
  /// - Throws: As `SampleSource` and `ShardSet`; `Located` ``ShardError/noSplit`` or
  ///   ``ShardError/unusableSplit(_:)``.
  init(
    _ inputs: [String], chosen: SampleSource? = nil, questions: Questions, folder: String
  ) throws {
    self.questions = questions
    self.folder = folder
    if let chosen {
      try keep(chosen)
    } else {
      for input in try InputNames.expand(inputs.isEmpty ? ["-"] : inputs) { try add(input) }
    }
    try spool?.flush()
    if asks {
      places.sort { left, right in
        if left.split != right.split { return left.split < right.split }
        if left.rank != right.rank { return left.rank < right.rank }
        return (left.file, left.offset) < (right.file, right.offset)
      }
    }
  }

  /// XXH64 of what lists the samples, in the order of the input.
  var digest: UInt64 { hash.value }

  /// The samples of a split, or of all where nothing divides them.
  func range(ofSplit name: String?) -> Range<Int> {
    guard let name else { return places.indices }
    guard let split = splits.firstIndex(where: { SampleKey($0) == SampleKey(name) }) else {
      return 0..<0
    }
    func first(_ number: Int) -> Int {
      var (low, high) = (0, places.count)
      while low < high {
        let middle = (low + high) / 2
        if places[middle].split < number { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(split)..<first(split + 1)
  }

  /// Whether anything in a sample decides on its place.
  private var asks: Bool { questions.shuffleSeed != nil || questions.division != nil }

  private func add(_ input: String) throws {
    switch try InputNames.status(input)?.kind {
    case .folder where try MemberFolder.stands(at: input): try keep(SampleSource([input]))
    case .folder:
      let set = try ShardSet(input)
      let records = set.description?.shards
      for (number, shard) in set.shards.enumerated() {
        try add(shard: shard, of: set, record: records?[number])
      }
    case .file:
      let file = try BufferedInput(path: input)
      switch try InputForm.detect(file) {
      case .manifest: try add(manifest: file, at: input)
      case .stream: try add(shard: input, of: ShardSet(input), record: nil)
      // It says what is wrong with the file.
      case .other, nil: _ = try SampleSource(reading: file)
      }
    case .other, nil: try keep(SampleSource([input]))
    }
  }

  private func add(
    _ place: Place, key: () throws -> String, descent: () throws -> SampleDescent,
    split: () throws -> String?
  ) throws {
    guard places.count < Int(UInt32.max) else { throw ShardError.countTooLarge }
    var place = place
    place.file = UInt32(files.count - 1)
    if let seed = questions.shuffleSeed {
      var stream = StreamKey(seed: seed, sample: try key()).stream(place: "segpack/shuffle")
      place.rank = (stream.next(), stream.next())
    }
    if let division = questions.division {
      let name = try division.split(descent: descent, field: split)
      if let known = splits.firstIndex(where: { SampleKey($0) == SampleKey(name) }) {
        place.split = UInt32(known)
      } else {
        place.split = UInt32(splits.count)
        splits.append(name)
      }
    }
    places.append(place)
  }

  // MARK: Manifests

  private func add(manifest input: BufferedInput, at path: String) throws {
    files.append(File(name: input.name, path: path, isManifest: true))
    var line = 0
    while true {
      let start = input.position
      guard let bytes = try input.readLine() else { return }
      line += 1
      if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      bytes.withUnsafeBytes { hash.add($0) }
      let place = Place(
        offset: start, length: input.position - start, number: UInt32(truncatingIfNeeded: line))
      // A line is only taken apart where something in it is asked for.
      guard asks else {
        try add(place, key: { "" }, descent: { SampleDescent(key: "") }, split: { nil })
        continue
      }
      switch PendingSample(line: bytes, number: line, of: input.name) {
      case .listed(let entry):
        try locating(path: input.name, line: line) {
          try add(
            place, key: { entry.key }, descent: { SampleDescent(key: entry.key) },
            split: { entry.split })
        }
      case .unreadable(let line): unreadable.append(line)
      case .stored: preconditionFailure("a line is no stored sample")
      }
    }
  }

  // MARK: Shards

  private func add(shard path: String, of set: ShardSet, record: ShardRecord?) throws {
    let index = try set.completeIndex(of: path, record: record)
    let size = try fileStatus(path)?.size ?? 0
    files.append(
      File(
        name: path, path: path, isManifest: false,
        checksums: record.flatMap { HexList.values($0.members) }))
    var reader: ShardReader?
    /// The member that describes a sample, alone.
    func described(_ sample: [ShardIndex.Member]) throws -> SampleMembers? {
      let open = try reader ?? ShardReader(path)
      reader = open
      return try sample.first { $0.fileExtension == "json" }.map { try open.members(of: [$0]) }
    }
    var start = 0
    var members = 0
    for (number, sample) in index.samples.enumerated() {
      let key = ShardIndex.key(of: sample)
      hash.add(key)
      guard let end = sample.end(after: start, fileSize: size) else {
        throw Located(ShardError.staleIndex(shard: path), path: path, sample: key)
      }
      try locating(path: path, sample: key) {
        try add(
          Place(
            offset: start, length: end - start, number: UInt32(truncatingIfNeeded: number + 1),
            member: UInt32(truncatingIfNeeded: members)),
          key: { key }, descent: { try described(sample)?.descent ?? SampleDescent(key: key) },
          split: { try described(sample)?.split })
      }
      start = end
      members += sample.count
    }
    if let checksums = files.last?.checksums, checksums.count != members {
      throw Located(InputError.changedShard(member: nil), path: path)
    }
    if let record { hash.add(record.xxh64) }
  }

  // MARK: Pipes

  private func keep(_ source: SampleSource) throws {
    let spool = try spool ?? SpoolFile(in: folder)
    self.spool = spool
    var last: (name: String, isListed: Bool)?
    while let sample = try source.next() {
      let place = source.place
      let isListed = if case .stored = sample { false } else { true }
      if last?.name != place.input || last?.isListed != isListed {
        files.append(File(name: place.input, path: nil, isManifest: isListed))
        last = (place.input, isListed)
      }
      hash.add(try sample.inputDigest())
      if asks, case .unreadable(let line) = sample {
        unreadable.append(line)
        continue
      }
      let bytes = try spool.add(sample)
      try locating(path: place.input, sample: sample.key) {
        try add(
          Place(
            offset: bytes.lowerBound, length: bytes.count,
            number: UInt32(truncatingIfNeeded: place.number)),
          key: { sample.key },
          descent: {
            switch sample {
            case .listed, .unreadable: SampleDescent(key: sample.key)
            case .stored(let members, _): members.descent
            }
          },
          split: {
            switch sample {
            case .listed(let entry): entry.split
            case .unreadable: nil
            case .stored(let members, _): try members.split
            }
          })
      }
    }
  }
}

extension SampleMembers {
  /// What the metadata say of the split; nil without metadata, or where they do not say it.
  fileprivate var split: String? {
    get throws {
      let metadata = members.first { $0.fileExtension == "json" }
      return try metadata.flatMap { try SampleMetadata.decode($0.data).metadata.split }
    }
  }

  /// Where the pixels come from, by the metadata or else by the key.
  fileprivate var descent: SampleDescent {
    let key = MemberName.unescape(writtenKey)
    // Most samples are nobody's copies, and need not be taken apart to say so. Metadata that cannot be
    // read are a fault of the sample, found when it is packed.
    guard let data = members.first(where: { $0.fileExtension == "json" })?.data,
      data.contains(#""source":"#) || data.contains(#""partner"#),
      let (metadata, _) = try? SampleMetadata.decode(data)
    else { return SampleDescent(key: key) }
    return SampleDescent(key: key, metadata: metadata)
  }
}

extension [UInt8] {
  /// Whether some text stands in it.
  fileprivate func contains(_ text: StaticString) -> Bool {
    let text = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return withUnsafeBytes { bytes in
      guard bytes.count >= text.count else { return false }
      return (0...(bytes.count - text.count)).contains { place in
        bytes[place] == text[0] && bytes[place..<(place + text.count)].elementsEqual(text)
      }
    }
  }
}

extension [ShardIndex.Member] {
  /// Where the padding after the last member ends; nil where the members do not follow `start` in order
  /// and within the file.
  fileprivate func end(after start: Int, fileSize: Int) -> Int? {
    var end = start
    for member in self {
      let (dataEnd, overflow) = member.offset.addingReportingOverflow(member.size)
      guard !overflow, member.offset >= end + 512, dataEnd <= fileSize else { return nil }
      end = dataEnd + (-dataEnd & 511)
    }
    return Swift.min(end, fileSize)
  }
}
