import SegBasics
import SegSamples
import SystemPackage

/// Checks shard sets: every checksum, index, size and key; on request every pixel.
public struct ShardVerification {
  /// Whether pictures and label maps are decoded.
  public var isDeep = false
  /// Worker threads.
  public var jobs = 1
  /// Takes each fault, in the order of the shards.
  public var onFault: (Located) -> Void
  /// Samples found.
  public private(set) var samples = 0
  /// Shards looked at.
  public private(set) var shards = 0
  /// Faults found.
  public private(set) var faults = 0

  /// Begins a check that reports to `onFault`.
  public init(onFault: @escaping (Located) -> Void) { self.onFault = onFault }

  /// Checks a set or a single shard.
  ///
  /// - Throws: `SystemError` and `Located` `InputError` when there is nothing to check.
  public mutating func check(_ path: String) throws {
    guard let status = try fileStatus(path) else {
      throw SystemError(.open, path, .noSuchFileOrDirectory)
    }
    guard status.kind == .folder else {
      return try check([(path, nil)])
    }
    let names = try namesInFolder(path)
    let tars = names.filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
    if names.contains(PackingJournal.fileName) {
      add(ShardFault.unfinished, path)
    }
    let file = path + "/" + DatasetDescription.fileName
    guard names.contains(DatasetDescription.fileName) else {
      guard !tars.isEmpty else { throw Located(InputError.notAShardSet, path: path) }
      add(ShardFault.missing, file)
      return try check(tars.map { (path + "/" + $0, nil) })
    }
    let bytes = try readFile(file)
    if !DatasetDescription.isIntact(bytes) { add(ShardFault.changedDescription, file) }
    let description: DatasetDescription
    do {
      description = try DatasetDescription(bytes)
    } catch let failure as any SegError {
      add(failure, file)
      return try check(tars.map { (path + "/" + $0, nil) })
    }
    try check(description, in: path, tars: tars)
  }

  private mutating func check(
    _ description: DatasetDescription, in path: String, tars: [String]
  ) throws {
    let wids = path + "/" + DatasetDescription.widsFileName
    if try fileStatus(wids) == nil {
      add(ShardFault.missing, wids)
    } else if try readFile(wids) != description.widsIndex() {
      add(ShardFault.wrongIndex, wids)
    }
    let listed = Set(description.shards.map(\.name))
    for name in tars where !listed.contains(name) { add(ShardFault.unlisted, path + "/" + name) }
    // A name with a slash would lead out of the folder.
    let shards = description.shards.filter { !$0.name.contains("/") }
    try check(shards.map { (path + "/" + $0.name, $0) })
  }

  private mutating func check(_ list: [(path: String, record: ShardRecord?)]) throws {
    var places: [String: String] = [:]
    var iterator = list.makeIterator()
    let isDeep = isDeep
    try orderedParallelMap(
      jobs: min(jobs, max(1, list.count)),
      next: { iterator.next() },
      transform: { ($0.path, try ShardCheck($0.path, record: $0.record, isDeep: isDeep)) },
      consume: { path, check in
        shards += 1
        samples += check.keys.count
        for fault in check.faults { add(fault) }
        for key in check.keys {
          if let first = places.updateValue(path, forKey: key) {
            add(Located(ShardFault.duplicateKey(first: first), path: path, sample: key))
          }
        }
      })
  }

  private mutating func add(_ fault: any SegError, _ path: String) {
    add(Located(fault, path: path))
  }

  private mutating func add(_ fault: Located) {
    faults += 1
    onFault(fault)
  }
}
