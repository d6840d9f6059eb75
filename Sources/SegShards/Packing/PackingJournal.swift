import SegBasics
import SegSamples
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a run needs to know of a shard that is finished, to go on after it.
struct JournalRecord: Sendable, Equatable, Codable {
  /// The shard.
  var shard: ShardRecord
  /// The digest of each sample of the input the shard was made from, sixteen digits each.
  var inputs: String
  /// The places among `inputs` of samples that were left out.
  var leftOut: [Int]
  /// Whether the input ended with the shard.
  var isLast: Bool
  /// What was counted of the shard's samples.
  var statistics: SetStatistics
  /// The class table, once a sample had one.
  var classes: ClassTable?
  /// The highest label value of samples without a class table, in this shard and those before.
  var highestUntabled: Int?
}

/// The list of finished shards, kept in the output folder while a run is not complete.
final class PackingJournal {
  /// What decides the bytes of the set; nil when the file is damaged from its beginning.
  let settings: PackingSettings?
  /// What makes the set.
  let maker: Maker
  /// The settings of the set whose place the new one takes at the moment; nil while it is being made.
  let replaced: PackingSettings?
  /// The shards that are finished, in order.
  private(set) var records: [JournalRecord]
  private let path: String

  /// What makes a set, as messages call it.
  enum Maker: String {
    case create = "segpack create"
    /// Keeps no records.
    case merge = "segpack merge"
    /// Keeps no records, and begins again.
    case salvage = "segpack verify --salvage"
  }

  private struct Header: Codable {
    var version: Int
    var settings: PackingSettings
    var merges: Bool?
    var salvages: Bool?
    var replaces: PackingSettings?

    var maker: Maker {
      if merges ?? false { return .merge }
      return salvages ?? false ? .salvage : .create
    }
  }

  private static let version = 2

  /// The name of the file in the set's folder; it goes when the set is complete.
  static let fileName = ".segpack-journal.jsonl"

  /// Reads the journal of an interrupted run; nil when there is none.
  ///
  /// The journal ends before the first line that is cut off or damaged.
  ///
  /// - Throws: `SystemError`.
  static func load(from folder: String) throws -> PackingJournal? {
    let file = pathInside(folder, fileName)
    guard try fileStatus(file) != nil else { return nil }
    let input = try BufferedInput(path: file)
    func next<Value: Decodable>(_ type: Value.Type) throws -> Value? {
      guard let line = try input.readLine(limit: 1 << 30), Seal.isIntact(line) else { return nil }
      return try? decodeJSON(type, from: line)
    }
    guard let header = try next(Header.self), header.version == version else {
      return PackingJournal(folder: folder, settings: nil, records: [])
    }
    var records: [JournalRecord] = []
    while let record = try next(JournalRecord.self) { records.append(record) }
    return PackingJournal(
      folder: folder, settings: header.settings, records: records,
      maker: header.maker, replaced: header.replaces)
  }

  /// Begins a journal, or cuts one back to its first records.
  ///
  /// - Parameter replaced: The settings of the set whose place the new one, which is complete, takes.
  /// - Throws: `SystemError`.
  static func begin(
    in folder: String, settings: PackingSettings, records: [JournalRecord],
    by maker: Maker = .create, replacing replaced: PackingSettings? = nil
  ) throws -> PackingJournal {
    let journal = PackingJournal(
      folder: folder, settings: settings, records: records, maker: maker, replaced: replaced)
    var header = OrderedJSON()
    try header.add("version", version)
    try header.add("settings", settings)
    if maker == .merge { try header.add("merges", true) }
    if maker == .salvage { try header.add("salvages", true) }
    try header.add("replaces", replaced)
    let file = try AtomicFile(journal.path)
    try file.write(Seal.line(header))
    for record in records { try file.write(line(record)) }
    try file.commit()
    return journal
  }

  private init(
    folder: String, settings: PackingSettings?, records: [JournalRecord],
    maker: Maker = .create, replaced: PackingSettings? = nil
  ) {
    self.maker = maker
    self.replaced = replaced
    path = pathInside(folder, Self.fileName)
    self.settings = settings
    self.records = records
  }

  /// Adds a finished shard, durably.
  ///
  /// - Throws: `SystemError`.
  func append(_ record: JournalRecord) throws {
    do {
      let file = try FileDescriptor.open(path, .writeOnly, options: .append)
      defer { try? file.close() }
      try file.writeAll(try Self.line(record))
      guard fsync(file.rawValue) == 0 || errno == EINVAL else { throw Errno(rawValue: errno) }
    } catch let reason as Errno {
      throw SystemError(.write, path, reason)
    }
    records.append(record)
  }

  private static func line(_ record: JournalRecord) throws -> [UInt8] {
    var object = OrderedJSON()
    try object.add("shard", record.shard)
    try object.add("isLast", record.isLast)
    try object.add("leftOut", record.leftOut)
    try object.add("classes", record.classes)
    try object.add("highestUntabled", record.highestUntabled)
    try object.add("statistics", record.statistics)
    try object.add("inputs", record.inputs)
    return Seal.line(object)
  }
}
