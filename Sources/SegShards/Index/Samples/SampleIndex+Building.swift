import SegBasics
import SegSamples

extension SampleIndex {
  /// A shard and what it adds to the index.
  struct Part: Sendable {
    let name: String
    let size: Int
    let piece: IndexPiece
  }

  /// Puts the index of a set together.
  ///
  /// - Parameters:
  ///   - parts: The shards, in order.
  ///   - digest: Of what it is made from.
  /// - Throws: ``ShardError/countTooLarge``.
  init(_ parts: [Part], digest: UInt64) throws(ShardError) {
    var counts = IndexLayout.Counts()
    var text: [UInt8] = []
    var extensions: [[UInt8]] = []
    counts.shards = parts.count
    for part in parts {
      counts.samples += part.piece.keyEnds.count
      counts.members += part.piece.members.count
      counts.keyBytes += part.piece.keys.count
      counts.oddNames += part.piece.oddNames.count
      counts.textBytes += part.name.utf8.count
      for odd in part.piece.oddNames { counts.textBytes += odd.name.count }
      for name in part.piece.extensions where !extensions.contains(name) {
        extensions.append(name)
        counts.textBytes += name.count
      }
    }
    counts.extensions = extensions.count
    text.reserveCapacity(counts.textBytes)
    while counts.slots < 2 * counts.samples + 1 { counts.slots *= 2 }
    guard let layout = IndexLayout(counts) else { throw .countTooLarge }
    var repeated = 0
    let block = MappedFile(path: SampleIndex.fileName, count: layout.size) { memory in
      var writer = IndexBlockWriter(memory, layout)
      for (number, part) in parts.enumerated() {
        writer.add(part, number: number, extensions: extensions)
      }
      repeated = writer.finish(extensions: extensions, digest: digest)
    }
    counts.repeated = repeated
    guard let complete = IndexLayout(counts) else { throw .countTooLarge }
    self.init(block, complete)
  }
}

/// Fills the block of an index.
private struct IndexBlockWriter {
  private let memory: UnsafeMutableRawBufferPointer
  private let layout: IndexLayout
  private var sample = 0
  private var member = 0
  private var oddName = 0
  private var keyBytes = 0
  private var textBytes = 0

  init(_ memory: UnsafeMutableRawBufferPointer, _ layout: IndexLayout) {
    self.memory = memory
    self.layout = layout
  }

  private func set(_ table: Int, _ number: Int, _ value: Int) {
    memory.storeBytes(of: UInt64(value), toByteOffset: table + 8 * number, as: UInt64.self)
  }

  /// Adds a text; returns where it begins.
  private mutating func add(text: some Collection<UInt8>) -> Int {
    let start = textBytes
    UnsafeMutableRawBufferPointer(rebasing: memory[(layout.textAt + start)...])
      .copyBytes(from: text)
    textBytes += text.count
    return start
  }

  mutating func add(_ part: SampleIndex.Part, number: Int, extensions: [[UInt8]]) {
    let piece = part.piece
    set(layout.shardsAt, 4 * number, sample)
    set(layout.shardsAt, 4 * number + 1, part.size)
    set(layout.shardsAt, 4 * number + 2, add(text: Array(part.name.utf8)))
    set(layout.shardsAt, 4 * number + 3, part.name.utf8.count)
    for (place, name) in piece.oddNames {
      set(layout.oddNamesAt, 3 * oddName, member + place)
      set(layout.oddNamesAt, 3 * oddName + 1, add(text: name))
      set(layout.oddNamesAt, 3 * oddName + 2, name.count)
      oddName += 1
    }
    UnsafeMutableRawBufferPointer(rebasing: memory[(layout.keysAt + keyBytes)...])
      .copyBytes(from: piece.keys)
    var keyStart = 0
    var memberStart = 0
    for place in piece.keyEnds.indices {
      set(layout.samplesAt, 2 * (sample + place), keyBytes + keyStart)
      set(layout.samplesAt, 2 * (sample + place) + 1, member + memberStart)
      (keyStart, memberStart) = (piece.keyEnds[place], piece.memberEnds[place])
    }
    let numbers = piece.extensions.map { UInt16(extensions.firstIndex(of: $0) ?? 0) }
    for (place, found) in piece.members.enumerated() {
      var entry = found
      entry.fileExtension = numbers[Int(found.fileExtension)]
      memory.storeBytes(
        of: entry, toByteOffset: layout.membersAt + 24 * (member + place), as: MemberPlace.self)
    }
    sample += piece.keyEnds.count
    member += piece.members.count
    keyBytes += piece.keys.count
  }

  /// Writes the hash table and the header.
  ///
  /// - Returns: One more than the number of the first sample whose key stood before; 0 for none.
  mutating func finish(extensions: [[UInt8]], digest: UInt64) -> Int {
    set(layout.samplesAt, 2 * sample, keyBytes)
    set(layout.samplesAt, 2 * sample + 1, member)
    for (number, name) in extensions.enumerated() {
      set(layout.extensionsAt, 2 * number, add(text: name))
      set(layout.extensionsAt, 2 * number + 1, name.count)
    }
    let repeated = fillSlots()
    let counts = layout.counts
    let words: [UInt64] =
      [digest]
      + [
        counts.shards, counts.samples, counts.members, counts.extensions, counts.oddNames,
        counts.slots, counts.keyBytes, counts.textBytes, repeated,
      ].map { UInt64($0) }
    for (number, word) in words.enumerated() {
      memory.storeBytes(of: word, toByteOffset: 24 + 8 * number, as: UInt64.self)
    }
    memory.storeBytes(of: IndexLayout.magic, as: UInt64.self)
    memory.storeBytes(of: IndexLayout.version, toByteOffset: 8, as: UInt64.self)
    let covered = UnsafeRawBufferPointer(rebasing: memory[IndexLayout.uncovered...])
    memory.storeBytes(of: XXH64.hash(covered), toByteOffset: 16, as: UInt64.self)
    return repeated
  }

  private func fillSlots() -> Int {
    let bytes = UnsafeRawBufferPointer(memory)
    let mask = layout.counts.slots - 1
    var repeated = 0
    func key(_ number: Int) -> UnsafeRawBufferPointer {
      let place = layout.samplesAt + 16 * number
      let start = Int(bytes.load(fromByteOffset: place, as: UInt64.self))
      let end = Int(bytes.load(fromByteOffset: place + 16, as: UInt64.self))
      return UnsafeRawBufferPointer(
        rebasing: bytes[(layout.keysAt + start)..<(layout.keysAt + end)])
    }
    for number in 0..<layout.counts.samples {
      let own = key(number)
      var slot = Int(truncatingIfNeeded: hashOfKey(own)) & mask
      while true {
        let place = layout.slotsAt + 4 * slot
        let found = Int(bytes.load(fromByteOffset: place, as: UInt32.self))
        guard found > 0 else {
          memory.storeBytes(of: UInt32(number + 1), toByteOffset: place, as: UInt32.self)
          break
        }
        if key(found - 1).elementsEqual(own) {
          // The first sample of a key is the one that is found.
          if repeated == 0 { repeated = number + 1 }
          break
        }
        slot = (slot + 1) & mask
      }
    }
    return repeated
  }
}
