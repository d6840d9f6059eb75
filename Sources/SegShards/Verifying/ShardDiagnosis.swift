import SegBasics
import SegSamples

/// Finds out which members of a damaged shard are not what segpack wrote, and in which way.
///
/// Where the index is intact it says where everything must stand, whatever became of the headers.
struct ShardDiagnosis {
  /// What is wrong, with the key of the sample it concerns.
  private(set) var faults: [(fault: ShardFault, sample: String?)] = []

  private let file: ShardBytes
  private let checksums: [UInt64]
  private var count = 0
  /// Where the part that has been looked at ends.
  private var end = 0

  /// - Parameters:
  ///   - index: Of the shard as it was written; nil when it is not known.
  ///   - checksums: Of all members, in order.
  init(_ file: ShardBytes, index: ShardIndex?, checksums: [UInt64]) {
    self.file = file
    self.checksums = checksums
    if let index {
      compare(with: index)
    } else {
      compareWithItself()
    }
  }

  private mutating func compare(with index: ShardIndex) {
    for sample in index.samples {
      let key = ShardIndex.key(of: sample)
      guard let last = sample.last, last.offset <= file.count,
        last.size <= file.count - last.offset
      else {
        faults.append((.cutOff, key))
        count += sample.count
        continue
      }
      for member in sample { compare(member.name, member.offset, member.size, key) }
    }
    checkEnd()
  }

  /// Without an index: as far as the headers lead, and on after those that are damaged.
  private mutating func compareWithItself() {
    let pass = ShardPass(file, isHashed: false, window: 1 << 14)
    while true {
      do {
        guard let entry = try pass.next() else { break }
        let name = pass.name(of: entry)
        end = max(end, entry.start)
        compare(name, entry.offset, entry.size, MemberName.split(name)?.key)
      } catch {
        guard let next = pass.skipDamage() else { return }
        end = next
        // How many members stood there is not known.
        count = .max
      }
    }
    checkEnd()
  }

  /// Compares a member with what would be written for it.
  private mutating func compare(_ name: String, _ offset: Int, _ size: Int, _ key: String?) {
    let key = key.map { MemberName.unescape($0) }
    let (stop, overflow) = offset.addingReportingOverflow(size)
    guard offset >= 512, !overflow, stop <= file.count else {
      return faults.append((.cutOff, key))
    }
    let padded = min(file.count, stop + (-size & 511))
    defer { end = max(end, padded) }
    let checksum = count < checksums.count ? checksums[count] : nil
    if count < .max { count += 1 }
    do {
      let data = try file.bytes(offset..<stop)
      if let checksum, XXH64.hash(data) != checksum { faults.append((.changedMember(name), key)) }
      // What is written before the data depends on the name and the size alone.
      let headers = HeaderSink(
        TarWriter.archivedSize(name: name, size: size) - size - (-size & 511))
      var writer = TarWriter(headers)
      if size <= 1 << 31, (try? writer.add(name: name, data: data)) != nil {
        let start = offset - headers.bytes.count
        if try start < 0 || file.bytes(start..<offset) != headers.bytes {
          faults.append((.changedHeader(name), key))
        }
      }
      if try file.bytes(stop..<padded).contains(where: { $0 != 0 }) {
        faults.append((.changedPadding(name), key))
      }
    } catch {
      faults.append((.unreadableMember(name), key))
    }
  }

  private mutating func checkEnd() {
    let start = min(end, file.count)
    // More than the end of an archive is no end of one, however much it is.
    let rest = try? file.bytes(start..<min(file.count, start + 2048))
    if rest?.count != 1024 || rest?.contains(where: { $0 != 0 }) ?? true {
      faults.append((.changedEnd, nil))
    }
  }
}

/// Keeps what is written before the data of a member, and no copy of those.
private final class HeaderSink: ByteSink {
  private(set) var bytes: [UInt8] = []
  private let count: Int

  init(_ count: Int) { self.count = count }

  func write(_ bytes: UnsafeRawBufferPointer) {
    self.bytes += bytes.prefix(count - self.bytes.count)
  }

  func flush() {}
}
