import SegBasics
import SegSamples

/// The samples of a shard that are as they were written.
struct SoundSamples {
  /// Where a sample stands.
  struct Place {
    /// The key as written in the member names.
    let writtenKey: String
    /// In the order of the shard.
    var members: [(fileExtension: String, data: Range<Int>)] = []

    /// The key.
    var key: String { MemberName.unescape(writtenKey) }
  }

  /// In the order of the shard.
  private(set) var samples: [Place] = []
  /// The keys of others, which are not.
  private(set) var lost: [String] = []
  private let file: ShardBytes

  /// Looks for them: by the index where that is intact, else by what headers can still be read.
  ///
  /// - Parameters:
  ///   - record: What was written; nil for a foreign shard, whose samples have to decode.
  ///   - isProven: Whether the shard as a whole is what was written.
  init(of file: ShardBytes, record: ShardRecord?, isProven: Bool) {
    self.file = file
    guard !isProven else {
      walk(nil, isProven: true)
      return
    }
    let checksums = record.flatMap { HexList.values($0.members) }
    if let index = IndexFile(of: file.path, record: record).intact, let checksums {
      take(index, checksums)
    } else {
      walk(checksums, isProven: false)
    }
  }

  /// The members of a sample, copied.
  ///
  /// - Throws: `Located` ``ShardFault/unreadable(at:_:)``, or `SampleError` for two members of one
  ///   extension.
  func members(of sample: Place) throws -> SampleMembers {
    var copies = SampleMembers(writtenKey: sample.writtenKey)
    try locating(path: file.path, sample: sample.key) {
      for (fileExtension, data) in sample.members {
        try copies.add(fileExtension, file.bytes(data))
      }
    }
    return copies
  }

  private mutating func take(_ index: ShardIndex, _ checksums: [UInt64]) {
    var place = 0
    for sample in index.samples {
      defer { place += sample.count }
      guard let name = sample.first?.name, let key = MemberName.split(name)?.key else { continue }
      var found = Place(writtenKey: key)
      for (number, member) in sample.enumerated() {
        let (end, overflow) = member.offset.addingReportingOverflow(member.size)
        guard place + number < checksums.count, !overflow, end <= file.count,
          let data = try? file.bytes(member.offset..<end),
          XXH64.hash(data) == checksums[place + number]
        else { break }
        found.members.append((member.fileExtension, member.offset..<end))
      }
      if found.members.count == sample.count {
        samples.append(found)
      } else {
        lost.append(found.key)
      }
    }
  }

  /// A sample that headers tell of.
  private struct Found {
    var sample: Place
    /// Whether a member before it, or after it, may be missing.
    var isDoubtful: Bool
  }

  private mutating func walk(_ checksums: [UInt64]?, isProven: Bool) {
    var found: [Found] = []
    var gap = false
    var last = -1
    let pass = ShardPass(file, isHashed: false, window: 1 << 14)
    while true {
      do {
        guard let entry = try pass.next() else { break }
        let data = entry.offset..<(entry.offset + entry.size)
        let name = pass.name(of: entry)
        // What cannot be read is as good as changed.
        guard let checksum = (try? file.bytes(data)).map({ XXH64.hash($0) }) else {
          gap = true
          continue
        }
        if let checksums {
          guard let place = checksums[(last + 1)...].firstIndex(of: checksum) else {
            gap = true
            continue
          }
          gap = gap || place != last + 1
          last = place
        }
        guard let (key, fileExtension) = MemberName.split(name) else { continue }
        if gap, let end = found.indices.last { found[end].isDoubtful = true }
        if let end = found.indices.last, found[end].sample.writtenKey.utf8.elementsEqual(key.utf8) {
          found[end].sample.members.append((fileExtension, data))
        } else {
          let sample = Place(writtenKey: key, members: [(fileExtension, data)])
          found.append(Found(sample: sample, isDoubtful: gap))
        }
        gap = false
      } catch {
        gap = true
        guard pass.skipDamage() != nil else { break }
      }
    }
    if gap || checksums.map({ last + 1 < $0.count }) ?? false, let end = found.indices.last {
      found[end].isDoubtful = true
    }
    for candidate in found {
      let isSound =
        !candidate.isDoubtful && (isProven || checksums != nil || decodes(candidate.sample))
      if isSound { samples.append(candidate.sample) } else { lost.append(candidate.sample.key) }
    }
  }

  /// Without checksums nothing else tells that a sample is sound.
  private func decodes(_ sample: Place) -> Bool {
    guard var decoded = try? members(of: sample).sample(from: file.path) else { return false }
    return (try? decoded.decode()) != nil
  }
}
