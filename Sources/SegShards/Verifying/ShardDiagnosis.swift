import SegBasics
import SegSamples

/// Finds out which members of a damaged shard are not what segpack wrote, and in which way.
///
/// Where the index is intact it says where everything must stand, whatever became of the headers.
struct ShardDiagnosis {
  /// What is wrong, with the key of the sample it concerns.
  private(set) var faults: [(fault: ShardFault, sample: String?)] = []

  private let bytes: UnsafeRawBufferPointer
  private let checksums: [UInt64]
  private var count = 0
  /// Where the part that has been looked at ends.
  private var end = 0

  /// - Parameters:
  ///   - index: Of the shard as it was written; nil when it is not known.
  ///   - checksums: Of all members, in order.
  init(_ bytes: UnsafeRawBufferPointer, index: ShardIndex?, checksums: [UInt64]) {
    self.bytes = bytes
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
      guard let last = sample.last, last.offset <= bytes.count,
        last.size <= bytes.count - last.offset
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
    var scanner = TarScanner(bytes)
    while true {
      do {
        guard let entry = try scanner.next() else { break }
        let name = scanner.name(of: entry)
        end = max(end, entry.start)
        compare(name, entry.offset, entry.size, MemberName.split(name)?.key)
      } catch {
        guard let next = nextHeader(in: bytes, after: scanner.position) else { return }
        scanner.skip(to: next)
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
    guard offset >= 512, !overflow, stop <= bytes.count else {
      return faults.append((.cutOff, key))
    }
    let data = UnsafeRawBufferPointer(rebasing: bytes[offset..<stop])
    if count < checksums.count, XXH64.hash(data) != checksums[count] {
      faults.append((.changedMember(name), key))
    }
    if count < .max { count += 1 }
    let sink = MemorySink()
    var writer = TarWriter(sink)
    // What is written before the data depends on the name and the size alone.
    if size <= 1 << 31, (try? writer.add(name: name, data: Array(data))) != nil {
      let written = sink.bytes
      let headers = written.count - size - (-size & 511)
      let start = offset - headers
      if start < 0 || !bytes[max(0, start)..<offset].elementsEqual(written[..<headers]) {
        faults.append((.changedHeader(name), key))
      }
    }
    let padded = min(bytes.count, stop + (-size & 511))
    if bytes[stop..<padded].contains(where: { $0 != 0 }) {
      faults.append((.changedPadding(name), key))
    }
    end = max(end, padded)
  }

  private mutating func checkEnd() {
    let rest = bytes[min(end, bytes.count)...]
    if rest.count != 1024 || rest.contains(where: { $0 != 0 }) {
      faults.append((.changedEnd, nil))
    }
  }
}

/// Where the next block stands that can only be the header of a member; nil when there is none.
func nextHeader(in bytes: UnsafeRawBufferPointer, after position: Int) -> Int? {
  var place = max(0, position + (-position & 511))
  while place + 512 <= bytes.count {
    let block = UnsafeRawBufferPointer(rebasing: bytes[place..<(place + 512)])
    if block[257] == UInt8(ascii: "u"), TarHeader.isMember(block) { return place }
    place += 512
  }
  return nil
}
