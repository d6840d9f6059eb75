import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// What one shard gave when it was checked.
struct ShardCheck: Sendable {
  /// Everything wrong with it.
  private(set) var faults: [Located] = []
  /// The keys of its samples, in order.
  private(set) var keys: [String] = []
  /// The statistics of its decoded samples, where they were asked for.
  private(set) var statistics = SetStatistics()
  private let path: String
  private let isDeep: Bool
  private let scope: StatisticsScope?

  /// Checks a shard against what its description says, and against itself.
  ///
  /// - Parameter scope: What the statistics cover; nil when none are wanted.
  /// - Throws: `SystemError` when the shard cannot be read.
  init(
    _ path: String, record: ShardRecord?, isDeep: Bool, statistics scope: StatisticsScope?
  ) throws {
    self.scope = scope
    self.path = path
    self.isDeep = isDeep
    guard try fileStatus(path) != nil else {
      add(ShardFault.missing)
      return
    }
    if let record {
      let file = try fileChecksum(path)
      if file.size != record.size {
        add(ShardFault.wrongSize(expected: record.size, found: file.size))
      } else if file.checksum.hex != record.xxh64 {
        add(ShardFault.wrongChecksum(expected: record.xxh64, found: file.checksum.hex))
      }
    }
    let index = try readThrough(checksums: record.flatMap { HexList.values($0.members) })
    if let record, keys.count != record.samples {
      add(ShardFault.wrongCount("samples", expected: record.samples, found: keys.count))
    }
    try check(index, record: record)
  }

  private mutating func add(_ fault: any SegError, sample: String? = nil) {
    faults.append(Located(fault, path: path, sample: sample))
  }

  /// Reads all members; compares each with its checksum and each sample with the rules.
  private mutating func readThrough(checksums: [UInt64]?) throws -> ShardIndex {
    let tar = TarReader(try BufferedInput(path: path))
    var index = ShardIndex()
    var members: SampleMembers?
    var count = 0
    do {
      while let member = try tar.next() {
        if let checksums, count < checksums.count, XXH64.hash(member.data) != checksums[count] {
          add(ShardFault.changedMember(member.name))
        }
        count += 1
        guard let name = MemberName.split(member.name) else { continue }
        if let whole = members, SampleKey(whole.writtenKey) != SampleKey(name.key) {
          check(whole)
          members = nil
        }
        var growing = members ?? SampleMembers(writtenKey: name.key)
        do {
          try growing.add(name.extension, member.data)
        } catch {
          add(error, sample: MemberName.unescape(name.key))
        }
        members = growing
        index.add(member)
      }
    } catch let failure as TarError {
      add(StreamCutOff(failure: failure, lastWhole: keys.last))
      return index
    }
    if let members { check(members) }
    if let checksums, checksums.count != count {
      add(ShardFault.wrongCount("members", expected: checksums.count, found: count))
    }
    return index
  }

  /// Checks one sample: its structure, and on request every pixel.
  private mutating func check(_ members: SampleMembers) {
    let key = MemberName.unescape(members.writtenKey)
    keys.append(key)
    do {
      var sample = try members.sample(from: path)
      if SampleKey(sample.key) != SampleKey(key) {
        add(ShardFault.otherKey(sample.key), sample: key)
      }
      guard isDeep else { return }
      try locating(path: path, sample: key) {
        let isArray = if case .file(_, "npy") = sample.image { true } else { false }
        _ = try sample.decode()
        try count(sample, isArray: isArray)
        guard let classes = sample.metadata.classes else { return }
        for case .indices(let map) in [sample.labelMap, sample.secondLabelMap] {
          try checkClassIndices(map, classes: classes)
        }
      }
    } catch let failure as Located {
      faults.append(failure)
    } catch let failure as any SegError {
      add(failure, sample: key)
    } catch {
      preconditionFailure("an error that is no SegError: \(error)")
    }
  }

  /// Counts a decoded sample as packing does.
  private mutating func count(_ sample: Sample, isArray: Bool) throws {
    guard let scope else { return }
    if case .indices(let labelMap) = sample.labelMap {
      try statistics.add(ClassCounts(labelMap, classes: sample.metadata.classes))
    }
    if case .pixels(let image) = sample.image, scope == .full || scope == .arrays && isArray {
      try statistics.add(PixelSums(StoredArray(image)))
    }
  }

  /// Compares the index beside the shard with what the shard holds.
  private mutating func check(_ index: ShardIndex, record: ShardRecord?) throws {
    let beside = ShardSet.indexPath(of: path)
    guard try fileStatus(beside) != nil else {
      if record != nil { faults.append(Located(ShardFault.missing, path: beside)) }
      return
    }
    // A foreign index may have been written in another way; ours is known to the byte.
    let text = try readFile(beside)
    let isRight: Bool
    do {
      // Version 1.1 knows no names: there is nothing to compare.
      isRight = try record != nil ? text == index.encoded() : ShardIndex(text) ?? index == index
    } catch {
      isRight = false
    }
    if !isRight { faults.append(Located(ShardFault.wrongIndex, path: beside)) }
  }
}
