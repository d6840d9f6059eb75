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
  /// Takes a line for the user.
  public var onNotice: (String) -> Void = { _ in }
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
      try check([(path, nil)])
      return
    }
    let names = try namesInFolder(path)
    let tars = names.filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
    if names.contains(PackingJournal.fileName) {
      add(ShardFault.unfinished, path)
    }
    if names.contains(OutputFolder.stageName) {
      onNotice(
        "\(pathInside(path, OutputFolder.stageName)): left by a run with --force that was interrupted; "
          + "repeat its line, or remove the folder")
    }
    let file = pathInside(path, DatasetDescription.fileName)
    guard names.contains(DatasetDescription.fileName) else {
      guard !tars.isEmpty else { throw Located(InputError.notAShardSet, path: path) }
      if names.contains(PackingLogEntry.fileName) {
        add(ShardFault.missing, file)
        if !names.contains(PackingJournal.fileName) {
          for name in ShardTraces(in: path, names: names).missing(from: tars) {
            add(ShardFault.missing, pathInside(path, name))
          }
        }
      } else {
        onNotice("\(path): no \(DatasetDescription.fileName): only the structure is checked")
      }
      try check(tars.map { (pathInside(path, $0), nil) })
      return
    }
    let bytes: [UInt8]
    do {
      bytes = try readFile(file)
    } catch let failure as SystemError {
      add(Located(unreadable: failure))
      try check(tars.map { (pathInside(path, $0), nil) })
      return
    }
    if !DatasetDescription.isIntact(bytes) { add(ShardFault.changedDescription, file) }
    let description: DatasetDescription
    do {
      description = try DatasetDescription(bytes)
    } catch let failure as any SegError {
      add(failure, file)
      try check(tars.map { (pathInside(path, $0), nil) })
      return
    }
    let faultsBefore = faults
    let found = try check(description, in: path, tars: tars)
    // Where something is wrong already, the sums only say so again.
    if let found, faults == faultsBefore { compare(found, with: description, bytes, file) }
  }

  /// Compares the statistics of the decoded samples with those stated.
  private mutating func compare(
    _ found: SetStatistics, with description: DatasetDescription, _ bytes: [UInt8], _ file: String
  ) {
    let classes = found.classes.padded(to: description.classes)
    let stated = description.statistics.classes.padded(to: description.classes)
    let color = StatedColor(mean: found.color?.mean, std: found.color?.deviation)
    let statedColor = try? decodeJSON(StatedColor.self, from: bytes)
    let fields = [
      ("label_maps", classes.masks == stated.masks),
      ("class_pixels", classes.pixels == stated.pixels),
      ("class_images", classes.images == stated.images),
      ("ignored_pixels", classes.ignored == stated.ignored),
      ("pixels", found.pixels == description.statistics.pixels),
      ("mean", color.mean == statedColor?.mean), ("std", color.std == statedColor?.std),
    ]
    for (field, isRight) in fields where !isRight { add(ShardFault.wrongStatistics(field), file) }
  }

  /// The mean and the deviation as they stand in the file, which are derived from the sums.
  private struct StatedColor: Decodable {
    var mean: [Double]?
    var std: [Double]?
  }

  private mutating func check(
    _ description: DatasetDescription, in path: String, tars: [String]
  ) throws -> SetStatistics? {
    let wids = pathInside(path, DatasetDescription.widsFileName)
    if try fileStatus(wids) == nil {
      add(ShardFault.missing, wids)
    } else {
      do {
        if try readFile(wids) != description.widsIndex() { add(ShardFault.wrongIndex, wids) }
      } catch let failure as SystemError {
        add(Located(unreadable: failure))
      }
    }
    let listed = Set(description.shards.map(\.name))
    for name in tars where !listed.contains(name) {
      add(ShardFault.unlisted, pathInside(path, name))
    }
    var shards: [(path: String, record: ShardRecord?)] = []
    for shard in description.shards {
      if !isPlainName(shard.name) {
        // It would lead out of the folder.
        add(ShardFault.badName(shard.name), pathInside(path, DatasetDescription.fileName))
      } else {
        shards.append((pathInside(path, shard.name), shard))
      }
    }
    return try check(shards, statistics: description.settings.statistics)
  }

  /// - Parameter scope: What the statistics of the set cover; nil when there are none.
  /// - Returns: The statistics of the decoded samples; nil unless they were taken.
  @discardableResult
  private mutating func check(
    _ list: [(path: String, record: ShardRecord?)], statistics scope: StatisticsScope? = nil
  ) throws -> SetStatistics? {
    var places: [SampleKey: String] = [:]
    var total = SetStatistics()
    let scope = isDeep ? scope : nil
    var iterator = list.makeIterator()
    let isDeep = isDeep
    try orderedParallelMap(
      jobs: min(jobs, max(1, list.count)),
      next: { iterator.next() },
      transform: {
        (path, record) in
        // Whatever is wrong with one shard, the others are looked at.
        let check = Result {
          try ShardCheck(path, record: record, isDeep: isDeep, statistics: scope)
        }
        return (path, check)
      },
      consume: { (path: String, result: Result<ShardCheck, any Error>) in
        shards += 1
        let check: ShardCheck
        do {
          check = try result.get()
        } catch let failure as SystemError where list.count > 1 {
          return add(Located(unreadable: failure))
        }
        samples += check.keys.count
        for fault in check.faults { add(fault) }
        try total.add(check.statistics)
        for key in check.keys {
          if let first = places.updateValue(path, forKey: SampleKey(key)) {
            add(Located(ShardFault.duplicateKey(first: first), path: path, sample: key))
          }
        }
      })
    return scope == nil ? nil : total
  }

  private mutating func add(_ fault: any SegError, _ path: String) {
    add(Located(fault, path: path))
  }

  private mutating func add(_ fault: Located) {
    faults += 1
    onFault(fault)
  }
}

extension Located {
  /// A file of a set that the system does not let be read, as a fault of the set.
  fileprivate init(unreadable failure: SystemError) {
    self.init(ShardFault.unreadable(at: nil, "\(failure.reason)"), path: failure.path)
  }
}
