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
  /// The class table of the first sample that was decoded and has one.
  private(set) var classes: ClassTable?
  private let path: String
  private let record: ShardRecord?
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
    self.record = record
    self.isDeep = isDeep
    guard try fileStatus(path) != nil else {
      add(ShardFault.missing)
      return
    }
    let file = try ShardBytes(path)
    guard file.count > 0 || record != nil else {
      add(ShardFault.empty)
      return
    }
    let reading = readThrough(file, checksums: record.flatMap { HexList.values($0.members) })
    let isWhole = compare(reading, size: file.count)
    let index = IndexFile(of: path, record: record)
    if !isWhole || reading.failure != nil { diagnose(file, reading, index: index.intact) }
    if let record, keys.count != record.samples {
      add(ShardFault.wrongCount("samples", expected: record.samples, found: keys.count))
    }
    // An index that is as it was written describes a shard that is as it was written.
    if !isWhole || !index.isIntact || isDeep { check(index, of: file, isWhole: isWhole) }
  }

  private mutating func add(_ fault: any SegError, sample: String? = nil) {
    faults.append(Located(fault, path: path, sample: sample))
  }

  // MARK: One pass over the shard

  /// What the pass over a shard gave.
  private struct Reading {
    /// Of the whole file; nil where it cannot be read.
    var checksum: UInt64?
    /// What ended the pass early.
    var failure: (any SegError)?
    /// The names of members that are not what they were.
    var changed: Set<SampleKey> = []
  }

  /// The sample whose members are being gathered.
  private struct Growing {
    let name: String
    var members: [(fileExtension: String, range: Range<Int>)] = []
    /// Whether each member has the checksum it was written with.
    var isProven = true
    /// Whether the metadata begin with the key, as the toolkit writes them.
    var statesKey = false
  }

  /// The name of a member, taken apart.
  private struct Named {
    /// The name as it stands there.
    let name: [UInt8]
    /// The key as written; nil when it is that of the sample before.
    let key: String?
    /// In lower case.
    let fileExtension: String

    /// Nil for what is no member of a sample.
    init?(_ name: UnsafeRawBufferPointer, after last: String?) {
      guard let (key, ending) = MemberName.split(name) else { return nil }
      let own = UnsafeRawBufferPointer(rebasing: name[key])
      let isSame = last.map { $0.utf8.elementsEqual(own) } ?? false
      self.key = isSame ? nil : String(decoding: own, as: UTF8.self)
      let text = String(decoding: UnsafeRawBufferPointer(rebasing: name[ending]), as: UTF8.self)
      // Almost always it is in lower case already.
      let isLower = !name[ending].contains { (65...90).contains($0) || $0 > 127 }
      fileExtension = isLower ? text : text.lowercased()
      self.name = Array(name)
    }
  }

  /// Reads every byte once: for the checksum of the file, of each member, and the rules of samples.
  private mutating func readThrough(_ file: ShardBytes, checksums: [UInt64]?) -> Reading {
    var reading = Reading()
    let pass = ShardPass(file)
    var count = 0
    var growing: Growing?
    do {
      while let entry = try pass.next() {
        let named = pass.withName(of: entry) { Named($0, after: growing?.name) }
        if let named, named.key != nil {
          if let whole = growing { try check(whole, file) }
          growing = nil
        }
        var sample = growing ?? Growing(name: named?.key ?? "")
        if checksums != nil, !isDeep, named?.fileExtension == "json" {
          sample.statesKey = try statesKey(MemberName.unescape(sample.name), entry, pass)
        }
        let checksum = try pass.checksum(of: entry)
        let isProven = checksums.map { count < $0.count && $0[count] == checksum } ?? false
        count += 1
        guard let named else { continue }
        sample.isProven = sample.isProven && isProven
        if checksums != nil, !isProven {
          let name = String(decoding: named.name, as: UTF8.self)
          reading.changed.insert(SampleKey(name))
          add(ShardFault.changedMember(name), sample: MemberName.unescape(sample.name))
        }
        if sample.members.contains(where: { $0.fileExtension == named.fileExtension }) {
          add(
            SampleError.repeatedMember(named.fileExtension),
            sample: MemberName.unescape(sample.name))
        } else {
          let data = entry.offset..<(entry.offset + entry.size)
          sample.members.append((named.fileExtension, data))
        }
        growing = sample
      }
      if let growing { try check(growing, file) }
    } catch let failure as Located {
      reading.failure = failure.failure
    } catch let failure as any SegError {
      reading.failure = failure
    } catch {
      preconditionFailure("an error that is no SegError: \(error)")
    }
    // A member of another key that broke off shows that the sample before it was whole.
    if case .cutOff(let name, _)? = reading.failure as? TarError, let growing,
      let broken = MemberName.split(name), !broken.key.utf8.elementsEqual(growing.name.utf8)
    {
      try? check(growing, file)
    }
    if let failure = reading.failure {
      add(StreamCutOff(failure: failure, lastWhole: keys.last))
    } else if let checksums, checksums.count != count {
      add(ShardFault.wrongCount("members", expected: checksums.count, found: count))
    }
    // What cannot be read is not tried again.
    let isReadable = !(reading.failure is ShardFault)
    reading.checksum = isReadable ? try? pass.finish() : nil
    return reading
  }

  /// Compares the file as a whole with its record; true when it is what was written.
  private mutating func compare(_ reading: Reading, size: Int) -> Bool {
    guard let record else { return reading.failure == nil }
    let fault: ShardFault
    if size != record.size {
      fault = .wrongSize(expected: record.size, found: size)
    } else if let checksum = reading.checksum {
      guard checksum.hex != record.xxh64 else { return true }
      fault = .wrongChecksum(expected: record.xxh64, found: checksum.hex)
    } else {
      return false
    }
    faults.insert(Located(fault, path: path), at: 0)
    return false
  }

  // MARK: Samples

  /// Checks one sample: its structure, and on request every pixel.
  ///
  /// - Throws: `Located` ``ShardFault/unreadable(at:_:)``.
  private mutating func check(_ sample: Growing, _ file: ShardBytes) throws {
    let key = MemberName.unescape(sample.name)
    keys.append(key)
    // What segpack wrote and nobody changed has been through all of this.
    if sample.isProven, sample.statesKey { return }
    var members = SampleMembers(writtenKey: sample.name)
    for (fileExtension, range) in sample.members {
      let data = try file.bytes(range)
      try? members.add(fileExtension, data)
    }
    check(members, key: key)
  }

  /// Whether metadata begin with the key, as the toolkit writes them.
  private func statesKey(_ key: String, _ entry: TarEntry, _ pass: ShardPass) throws -> Bool {
    guard !key.utf8.contains(where: { $0 < 32 || $0 == 34 || $0 == UInt8(ascii: "\\") }) else {
      return false
    }
    return try pass.begins(entry, with: #"{"key":"\#(key)""#.utf8)
  }

  private mutating func check(_ members: SampleMembers, key: String) {
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
        if let first = self.classes, first != classes { throw ClassTableConflict(first, classes) }
        self.classes = classes
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
    guard let scope, scope != .none else { return }
    if case .indices(let labelMap) = sample.labelMap {
      try statistics.add(ClassCounts(labelMap, classes: sample.metadata.classes))
    }
    if case .pixels(let image) = sample.image, scope == .full || scope == .arrays && isArray {
      try statistics.add(PixelSums(StoredArray(image)))
    }
  }

  // MARK: What is wrong where

  /// Names the members whose headers or padding were changed, and the samples that are missing.
  private mutating func diagnose(_ file: ShardBytes, _ reading: Reading, index: ShardIndex?) {
    guard let record else { return }
    let diagnosis = ShardDiagnosis(
      file, index: index, checksums: HexList.values(record.members) ?? [])
    // The index knows the samples behind a header that cannot be read.
    if reading.failure != nil, let index { keys = index.samples.map(ShardIndex.key) }
    for (fault, sample) in diagnosis.faults {
      if case .changedMember(let name) = fault, reading.changed.contains(SampleKey(name)) {
        continue
      }
      add(fault, sample: sample)
    }
  }

  /// Compares the index beside the shard with what the shard holds.
  private mutating func check(_ index: IndexFile, of file: ShardBytes, isWhole: Bool) {
    guard let text = index.text else {
      let fault = index.fault ?? (record == nil ? nil : .missing)
      if let fault { faults.append(Located(fault, path: index.path)) }
      return
    }
    let found: ShardIndex
    // As it was written, whatever became of the shard; but who wrote a whole one may have been wrong.
    if let index = index.intact, !isWhole {
      found = index
    } else {
      guard let scanned = try? ShardIndex(of: file) else {
        faults.append(Located(ShardFault.wrongIndex, path: index.path))
        return
      }
      found = scanned
    }
    // A foreign index may have been written in another way; ours is known to the byte.
    let isRight =
      if record != nil {
        text == found.encoded()
      } else {
        // Version 1.1 knows no names: there is nothing to compare.
        (try? ShardIndex(text) ?? found == found) ?? false
      }
    guard !isRight else { return }
    let place = index.difference(from: found)
    faults.append(
      Located(ShardFault.wrongIndex, path: index.path, line: place?.line, sample: place?.sample))
  }
}
