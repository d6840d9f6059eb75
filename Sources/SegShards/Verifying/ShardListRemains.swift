/// What a damaged `dataset.json` still tells of the shards of its set.
///
/// Read piece by piece, without JSON: one fault of the text hides no shard, for each is told by a name and
/// by two checksums.
struct ShardListRemains {
  /// A shard that the text tells of.
  struct Entry {
    /// The name of its file; nil where it cannot be read.
    let name: String?
    /// The checksums of the file and of its members, as they stand there.
    fileprivate let fields: [Field: ArraySlice<UInt8>]
  }

  fileprivate enum Field: CaseIterable {
    case checksum
    case members

    /// What stands before the value.
    var mark: [UInt8] {
      switch self {
      case .checksum: Array(#""xxh64":""#.utf8)
      case .members: Array(#""members":""#.utf8)
      }
    }
  }

  /// The shards, in the order of the text.
  private(set) var entries: [Entry] = []
  private var known: [Field: Set<ArraySlice<UInt8>>] = [:]

  /// Looks through a text.
  init(_ text: [UInt8]) {
    // Each shard stands on a line and begins with its name: a fault may join two lines, or spoil one
    // beginning, but not both.
    let beginning = Array(#"{"name":""#.utf8)
    for line in text.split(separator: UInt8(ascii: "\n")) {
      var rest = line
      while let place = rest.dropFirst().firstPlace(of: beginning) {
        add(rest[..<place], beginning)
        rest = rest[place...]
      }
      add(rest, beginning)
    }
  }

  /// Takes a piece that tells of one shard, or of something else.
  private mutating func add(_ piece: ArraySlice<UInt8>, _ beginning: [UInt8]) {
    var fields: [Field: ArraySlice<UInt8>] = [:]
    for field in Field.allCases { fields[field] = piece.text(after: field.mark) }
    let name = piece.text(after: beginning).map { String(decoding: $0, as: UTF8.self) }
    let shard = name.flatMap { $0.hasSuffix(".tar") ? $0 : nil }
    guard !fields.isEmpty || shard != nil else { return }
    entries.append(Entry(name: shard, fields: fields))
    for (field, value) in fields { known[field, default: []].insert(value) }
  }

  /// Whether the text has one of the two checksums of a shard as it is: a single fault cannot touch both.
  func vouches(for shard: ScannedShard) -> Bool {
    shard.fields.contains { known[$0]?.contains($1) ?? false }
  }

  /// The shards that are not among those of a folder, neither by name nor by content.
  ///
  /// - Parameters:
  ///   - shards: What could be read of the folder.
  ///   - names: Of all its shards.
  func entries(without shards: [ScannedShard], names: [String]) -> [Entry] {
    var found: [Field: Set<ArraySlice<UInt8>>] = [:]
    for shard in shards {
      for (field, value) in shard.fields { found[field, default: []].insert(value) }
    }
    let names = Set(names)
    return entries.filter { entry in
      entry.name.map(names.contains) != true
        && !entry.fields.contains { found[$0]?.contains($1) ?? false }
    }
  }
}

extension ScannedShard {
  /// What proves the shard, as it stands in the description.
  fileprivate var fields: [(ShardListRemains.Field, ArraySlice<UInt8>)] {
    [(.checksum, ArraySlice(record.xxh64.utf8)), (.members, ArraySlice(record.members.utf8))]
  }
}

extension ArraySlice<UInt8> {
  /// Where some bytes stand first.
  fileprivate func firstPlace(of pattern: [UInt8]) -> Int? {
    guard let first = pattern.first, count >= pattern.count else { return nil }
    let last = endIndex - pattern.count
    var start = startIndex
    while start <= last, let place = self[start...last].firstIndex(of: first) {
      if self[place...].starts(with: pattern) { return place }
      start = place + 1
    }
    return nil
  }

  /// What stands between a mark and the next quotation mark.
  fileprivate func text(after mark: [UInt8]) -> ArraySlice<UInt8>? {
    guard let place = firstPlace(of: mark) else { return nil }
    let rest = self[(place + mark.count)...]
    return rest.firstIndex(of: UInt8(ascii: "\"")).map { rest[..<$0] }
  }
}
