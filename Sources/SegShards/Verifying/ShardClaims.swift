import SegBasics
import SegSamples

/// Finds out which shard of a description each file is, whatever it is called.
struct ShardClaims {
  /// A file and the shard it is taken for.
  struct Shard {
    /// The name of the file.
    let name: String
    /// Where it is.
    let path: String
    /// What was written; nil where nothing says so.
    let record: ShardRecord?
    /// Whether the file is what was written, as the checksum of the whole says.
    let isProven: Bool
  }

  /// The shards of the description.
  let records: [ShardRecord]
  private var claimed: Set<String> = []

  /// Takes the shards that were written.
  init(_ records: [ShardRecord]) { self.records = records }

  /// Gives each file its shard: by its checksum, else by its name.
  ///
  /// - Parameter tell: Takes a line about each file that has the name of another shard.
  /// - Returns: Those first that are what was written, for they have all their samples.
  mutating func claim(
    _ files: [(name: String, path: String)], _ tell: (String) -> Void
  ) -> [Shard] {
    var sums: [String: ShardRecord] = [:]
    for record in records { sums[record.xxh64] = sums[record.xxh64] ?? record }
    var proven: [Shard] = []
    var others: [Shard] = []
    for (name, path) in files {
      let named = records.first { $0.name == name }
      let found = (try? ShardBytes(path)).flatMap { try? fileSum($0) }
      if let named, let found, found == named.xxh64 {
        proven.append(Shard(name: name, path: path, record: named, isProven: true))
      } else if let record = found.flatMap({ sums[$0] }) {
        tell("\(path): holds what was written as \(record.name)")
        proven.append(Shard(name: name, path: path, record: record, isProven: true))
      } else {
        others.append(Shard(name: name, path: path, record: named, isProven: false))
      }
    }
    claimed = Set((proven + others).compactMap { $0.record?.name })
    return proven + others
  }

  /// The shards that no file was taken for.
  var unclaimed: [ShardRecord] { records.filter { !claimed.contains($0.name) } }

  /// The shard that a damaged file shares the most members with; nil where there is none.
  func likeliest(for file: ShardBytes) -> ShardRecord? {
    var owners: [UInt64: Int] = [:]
    for (number, record) in records.enumerated() {
      for checksum in HexList.values(record.members) ?? [] { owners[checksum] = number }
    }
    var shared: [Int: Int] = [:]
    let pass = ShardPass(file, isHashed: false, window: 1 << 14)
    while true {
      do {
        guard let entry = try pass.next() else { break }
        if let owner = owners[try pass.checksum(of: entry)] { shared[owner, default: 0] += 1 }
      } catch {
        guard pass.skipDamage() != nil else { break }
      }
    }
    return shared.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { records[$0.key] }
  }

  private func fileSum(_ file: ShardBytes) throws -> String {
    var hash = XXH64()
    var place = 0
    while place < file.count {
      let end = min(file.count, place + 1 << 20)
      try file.bytes(place..<end).withUnsafeBytes { hash.add($0) }
      place = end
    }
    return hash.value.hex
  }
}
