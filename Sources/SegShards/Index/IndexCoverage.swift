import SegBasics
import SegSamples

/// Finds out whether an index lists every member of its shard, by where they stand alone.
///
/// Of an index that nothing vouches for: a sample that only an outdated index leaves out must not get
/// lost. Between two members that follow each other one header stands, so nothing of the shard is
/// looked at but what stands between others.
struct IndexCoverage {
  private let bytes: UnsafeRawBufferPointer
  /// Where the last member ends, its padding included; nil when a member was left out.
  private var end: Int? = 0

  /// Begins at the first byte of a shard.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Takes the next member of the index.
  mutating func add(offset: Int, size: Int) {
    guard let start = end, offset >= start, size >= 0, offset <= bytes.count,
      size <= bytes.count - offset, offset == start + 512 || next(from: start) == offset
    else {
      end = nil
      return
    }
    end = min(bytes.count, offset + size + (-size & 511))
  }

  /// Whether all members were listed, up to the blocks that end the archive.
  var isWhole: Bool { end.map { $0 < bytes.count && next(from: $0) == bytes.count } ?? false }

  /// Where the data of the next member begin that is of a sample; the end of the shard when there is
  /// none, nil when the headers cannot be read.
  private func next(from position: Int) -> Int? {
    var scanner = TarScanner(bytes, from: position)
    do {
      while let entry = try scanner.next() {
        if scanner.withName(of: entry, { MemberName.split($0) }) != nil { return entry.offset }
      }
      return bytes.count
    } catch {
      return nil
    }
  }
}

extension ShardIndex {
  /// Whether it lists every member of a shard.
  func covers(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var coverage = IndexCoverage(bytes)
    for member in samples.joined() { coverage.add(offset: member.offset, size: member.size) }
    return coverage.isWhole
  }
}

extension IndexPiece {
  /// Whether it lists every member of a shard.
  func covers(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var coverage = IndexCoverage(bytes)
    for member in members {
      coverage.add(offset: Int(truncatingIfNeeded: member.offset), size: Int(member.size))
    }
    return coverage.isWhole
  }
}

/// Whether the file beside a shard was written when the shard stood as it does: not before it.
///
/// - Throws: `SystemError`.
func isAsNew(_ index: String, as shard: String) throws -> Bool {
  guard let own = try fileStatus(index), let other = try fileStatus(shard) else { return false }
  return own.modified >= other.modified
}
