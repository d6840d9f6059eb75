import SegBasics
import SegSamples

/// Where every sample of a set stands, found by number or by key without reading anything else.
///
/// One block of memory: made from the indexes of the shards, or mapped from the file `.segindex`.
struct SampleIndex: Sendable {
  private let file: MappedFile
  private let layout: IndexLayout

  /// Takes a block that is known to be an index.
  init(_ file: MappedFile, _ layout: IndexLayout) {
    self.file = file
    self.layout = layout
  }

  /// Samples.
  var count: Int { layout.counts.samples }
  /// Shards.
  var shardCount: Int { layout.counts.shards }
  /// The number of the first sample whose key stood before.
  var repeated: Int? { layout.counts.repeated > 0 ? layout.counts.repeated - 1 : nil }
  /// The block.
  var block: MappedFile { file }

  private func word(_ table: Int, _ number: Int) -> Int {
    Int(truncatingIfNeeded: file.bytes.load(fromByteOffset: table + 8 * number, as: UInt64.self))
  }

  /// The part of a table of bytes; empty where a damaged index leads out of it.
  private func piece(_ table: Int, of size: Int, _ start: Int, _ count: Int) -> Range<Int> {
    guard start >= 0, count >= 0, start <= size, count <= size - start else {
      return table..<table
    }
    return (table + start)..<(table + start + count)
  }

  private func text(_ start: Int, _ count: Int) -> String {
    let range = piece(layout.textAt, of: layout.counts.textBytes, start, count)
    return file.withUnsafeBytes {
      String(decoding: UnsafeRawBufferPointer(rebasing: $0[range]), as: UTF8.self)
    }
  }

  // MARK: Shards

  /// The name of a shard's file, and its size in bytes.
  func shard(_ number: Int) -> (name: String, size: Int) {
    let place = 4 * number
    return (
      text(word(layout.shardsAt, place + 2), word(layout.shardsAt, place + 3)),
      word(layout.shardsAt, place + 1)
    )
  }

  /// The shard a sample is in.
  func shardNumber(of sample: Int) -> Int {
    var low = 0
    var high = shardCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if word(layout.shardsAt, 4 * middle) <= sample { low = middle } else { high = middle }
    }
    return low
  }

  // MARK: Samples

  private func keyRange(_ sample: Int) -> Range<Int> {
    let start = word(layout.samplesAt, 2 * sample)
    let (count, overflow) = word(layout.samplesAt, 2 * sample + 2).subtractingReportingOverflow(
      start)
    return piece(layout.keysAt, of: layout.counts.keyBytes, start, overflow ? -1 : count)
  }

  /// The key as written in the member names.
  func writtenKey(_ sample: Int) -> String {
    file.withUnsafeBytes {
      String(decoding: UnsafeRawBufferPointer(rebasing: $0[keyRange(sample)]), as: UTF8.self)
    }
  }

  /// The numbers of a sample's members.
  func members(of sample: Int) -> Range<Int> {
    let start = word(layout.samplesAt, 2 * sample + 1)
    let end = word(layout.samplesAt, 2 * sample + 3)
    guard start >= 0, start <= end, end <= layout.counts.members else { return 0..<0 }
    return start..<end
  }

  /// Where a member stands.
  func member(_ number: Int) -> MemberPlace {
    file.bytes.load(fromByteOffset: layout.membersAt + 24 * number, as: MemberPlace.self)
  }

  /// The full name of a member, as bytes.
  func name(of member: Int, sample: Int) -> [UInt8] {
    let place = self.member(member)
    if place.hasOddName, let name = oddName(member) { return Array(name.utf8) }
    return file.withUnsafeBytes { bytes in
      var name: [UInt8] = []
      let key = keyRange(sample)
      let ending = extensionRange(Int(place.fileExtension))
      name.reserveCapacity(key.count + 1 + ending.count)
      name.append(contentsOf: bytes[key])
      name.append(UInt8(ascii: "."))
      name.append(contentsOf: bytes[ending])
      return name
    }
  }

  private func oddName(_ member: Int) -> String? {
    var low = 0
    var high = layout.counts.oddNames
    while low < high {
      let middle = (low + high) / 2
      let found = word(layout.oddNamesAt, 3 * middle)
      if found == member {
        return text(
          word(layout.oddNamesAt, 3 * middle + 1), word(layout.oddNamesAt, 3 * middle + 2))
      }
      if found < member { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  // MARK: Extensions

  private func extensionRange(_ number: Int) -> Range<Int> {
    guard number < layout.counts.extensions else { return layout.textAt..<layout.textAt }
    return piece(
      layout.textAt, of: layout.counts.textBytes, word(layout.extensionsAt, 2 * number),
      word(layout.extensionsAt, 2 * number + 1))
  }

  /// All extensions.
  var extensions: [String] {
    (0..<layout.counts.extensions).map { number in
      file.withUnsafeBytes {
        String(
          decoding: UnsafeRawBufferPointer(rebasing: $0[extensionRange(number)]), as: UTF8.self)
      }
    }
  }

  // MARK: Keys

  /// The number of the first sample of a key.
  func number(of key: String) -> Int? {
    var key = key
    return key.withUTF8 { key in
      let key = UnsafeRawBufferPointer(key)
      return file.withUnsafeBytes { bytes in
        let mask = layout.counts.slots - 1
        var slot = Int(truncatingIfNeeded: XXH64.hash(key)) & mask
        // A table without a free place would have no end.
        for _ in 0...mask {
          let found = Int(
            bytes.load(fromByteOffset: layout.slotsAt + 4 * slot, as: UInt32.self))
          guard found > 0, found <= count else { return nil }
          if isKey(key, of: found - 1, bytes) { return found - 1 }
          slot = (slot + 1) & mask
        }
        return nil
      }
    }
  }

  private func isKey(
    _ key: UnsafeRawBufferPointer, of sample: Int, _ bytes: UnsafeRawBufferPointer
  ) -> Bool {
    sameKey(key, UnsafeRawBufferPointer(rebasing: bytes[keyRange(sample)]))
  }
}

/// Whether a key is the one that is written in a member name.
func sameKey(_ key: UnsafeRawBufferPointer, _ written: UnsafeRawBufferPointer) -> Bool {
  guard written.contains(UInt8(ascii: "%")) else { return written.elementsEqual(key) }
  return MemberName.unescape(String(decoding: written, as: UTF8.self)).utf8.elementsEqual(key)
}

/// The place in a hash table where the search for a written key begins.
func hashOfKey(_ written: UnsafeRawBufferPointer) -> UInt64 {
  guard written.contains(UInt8(ascii: "%")) else { return XXH64.hash(written) }
  return XXH64.hash(Array(MemberName.unescape(String(decoding: written, as: UTF8.self)).utf8))
}
