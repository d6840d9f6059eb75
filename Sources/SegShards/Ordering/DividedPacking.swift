import SegBasics
import SegSamples

/// Packs an input whose samples are counted, put in order or divided first: into one set, into one for
/// each split, or into one part of either.
///
/// What is decided depends on settings, seed and keys alone, so that every part of a set, on whatever
/// machine, knows which samples and which shards are its own.
public struct DividedPacking {
  /// What is packed, and how; its folder holds the sets.
  public var packing: ShardPacking
  /// The seed of a random order of all samples; nil for the order they come in.
  public var shuffleSeed: UInt64?
  /// What divides the samples into sets, each in a folder named after its split; nil for one set.
  public var division: SplitDivision?
  /// Shards of each set; nil where limits of samples and size decide.
  public var shardCount: Int?
  /// Which of how many parts is made of each set, from 0; nil for all of it.
  public var part: (number: Int, count: Int)?
  /// Called after each set, with its folder.
  public var onSet: (String, PackingSummary) -> Void = { _, _ in }

  /// Packs as `packing` says until something else is set.
  public init(_ packing: ShardPacking) { self.packing = packing }

  /// Whether the samples have to be found before the first one is packed.
  private var needsCatalog: Bool {
    shuffleSeed != nil || division != nil || shardCount != nil || part != nil
  }

  /// The folder of a part, below that of the set: `part-00001-of-00004`.
  public static func partName(_ number: Int, of count: Int) -> String {
    func padded(_ number: Int) -> String {
      String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number)
    }
    return "part-\(padded(number))-of-\(padded(count))"
  }

  /// Does the work.
  ///
  /// - Precondition: A part has a limit of samples a shard, or a number of shards.
  /// - Throws: As `ShardPacking`; `ShardError` for a division that cannot be made.
  public func run() throws {
    guard needsCatalog else {
      let neighbours = try neighbours(besides: nil)
      onSet(packing.folder, try packing.run())
      try remove(neighbours)
      return
    }
    // Pipes are kept here while the samples are put in order.
    try createFolder(packing.folder)
    let questions = SampleCatalog.Questions(shuffleSeed: shuffleSeed, division: division)
    let catalog = try SampleCatalog(
      packing.inputs, chosen: packing.source, questions: questions, folder: packing.folder)
    for line in catalog.unreadable { try packing.onFailure(line.failure, .unreadable(line)) }
    let names = try splits(of: catalog)
    let neighbours = try neighbours(besides: division == nil ? nil : names.compactMap { $0 })
    let sets = try names.map { try packing(of: $0, from: catalog) }
    var classes: ClassTable?
    for var set in sets {
      set.expectedClasses = classes
      let summary = try set.run()
      classes = classes ?? summary.classes
      onSet(set.folder, summary)
    }
    try remove(neighbours)
  }

  /// Removes the sets of another division.
  private func remove(_ neighbours: NeighbourSets) throws {
    try neighbours.remove()
    for path in neighbours.paths {
      packing.onNotice("the set \(path), of another division, is removed")
    }
  }

  /// The sets that go once those of this run are made; where none may go, there are none.
  private func neighbours(besides names: [String]?) throws -> NeighbourSets {
    let neighbours = try NeighbourSets(in: packing.folder, besides: names)
    if packing.overwrites {
      try neighbours.refuseInputs(InputNames.expand(packing.inputs))
    } else {
      try neighbours.refuse()
    }
    return neighbours
  }

  /// The names of the sets; nil for one without a name.
  private func splits(of catalog: SampleCatalog) throws -> [String?] {
    switch division {
    case nil: return [nil]
    case .field:
      guard !catalog.splits.isEmpty else { throw ShardError.noSamples }
      return catalog.splits.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    case .drawn(_, let names, _, _):
      let empty = names.filter { catalog.range(ofSplit: $0).isEmpty }
      guard empty.isEmpty else { throw ShardError.emptySplits(empty) }
      return names
    }
  }

  private func packing(of split: String?, from catalog: SampleCatalog) throws -> ShardPacking {
    let all = catalog.range(ofSplit: split)
    var set = packing
    set.settings.shuffleSeed = shuffleSeed
    if let shardCount {
      guard shardCount <= all.count else {
        let error = ShardError.fewerSamplesThanShards(samples: all.count, shards: shardCount)
        // Of several sets it must be clear which one is too small.
        guard let split else { throw error }
        throw Located(error, path: pathInside(set.folder, split))
      }
      set.settings.shardCount = ShardCount(shards: shardCount, samples: all.count)
    }
    if let split {
      set.folder = pathInside(set.folder, split)
      if case .drawn(let shares, _, let seed, _) = division {
        set.settings.split = DrawnSplit(name: split, shares: shares, seed: seed)
      }
    }
    var places = 0..<all.count
    if let part {
      let own = set.settings.places(ofPart: part.number, of: part.count, samples: all.count)
      guard let own else { preconditionFailure("nothing says where the shards of a part begin") }
      places = own
      set.folder = pathInside(set.folder, Self.partName(part.number, of: part.count))
      set.settings.part = SetPart(
        number: part.number, count: part.count, samples: all.count, input: catalog.digest.hex)
    }
    set.firstPlace = places.lowerBound
    set.cataloged = CatalogedSamples(
      catalog, (all.lowerBound + places.lowerBound)..<(all.lowerBound + places.upperBound))
    return set
  }
}
