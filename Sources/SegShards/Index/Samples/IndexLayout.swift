/// How many of everything a binary index holds, and where each table begins.
///
/// All numbers are eight bytes in the machine's order, which the magic number shows.
struct IndexLayout: Sendable, Equatable {
  /// Counts, in the order of the header.
  struct Counts: Sendable, Equatable {
    var shards = 0
    var samples = 0
    var members = 0
    var extensions = 0
    var oddNames = 0
    /// Places of the hash table, a power of two.
    var slots = 1
    var keyBytes = 0
    var textBytes = 0
    /// One more than the number of the first sample whose key stood before; 0 for none.
    var repeated = 0
  }

  /// `SEGINDEX`, as a number in the machine's byte order.
  static let magic: UInt64 = 0x5345_4749_4E44_4558
  /// The version of the format.
  static let version: UInt64 = 1
  /// Bytes before the first table: magic, version, checksum, digest of what it was made from, counts.
  static let header = 128
  /// Bytes of the header that the checksum does not cover.
  static let uncovered = 24

  let counts: Counts
  /// For each sample, and once more at the end: where its key begins, and its first member.
  let samplesAt: Int
  /// ``MemberPlace`` for each member.
  let membersAt: Int
  /// For each shard: its first sample, its size, where its name begins, and how long that is.
  let shardsAt: Int
  /// For each extension: where it begins in the text, and how long it is.
  let extensionsAt: Int
  /// For each odd name: its member, where it begins, and how long it is.
  let oddNamesAt: Int
  /// For each place of the hash table one more than the number of a sample, four bytes; 0 for none.
  let slotsAt: Int
  /// The keys.
  let keysAt: Int
  /// Names of shards, extensions and odd names.
  let textAt: Int
  /// Bytes of all.
  let size: Int

  /// Nil for counts no index has.
  init?(_ counts: Counts) {
    let all = [
      counts.shards, counts.samples, counts.members, counts.extensions, counts.oddNames,
      counts.slots, counts.keyBytes, counts.textBytes,
    ]
    // So that no sum below overflows.
    guard all.allSatisfy({ (0...1 << 40).contains($0) }), counts.samples < UInt32.max,
      counts.slots > counts.samples, counts.slots & (counts.slots - 1) == 0,
      counts.extensions <= Int(UInt16.max), (0...counts.samples).contains(counts.repeated)
    else { return nil }
    self.counts = counts
    func padded(_ size: Int) -> Int { (size + 7) & ~7 }
    samplesAt = Self.header
    membersAt = samplesAt + 16 * (counts.samples + 1)
    shardsAt = membersAt + 24 * counts.members
    extensionsAt = shardsAt + 32 * counts.shards
    oddNamesAt = extensionsAt + 16 * counts.extensions
    slotsAt = oddNamesAt + 24 * counts.oddNames
    keysAt = slotsAt + padded(4 * counts.slots)
    textAt = keysAt + padded(counts.keyBytes)
    size = textAt + padded(counts.textBytes)
  }
}
