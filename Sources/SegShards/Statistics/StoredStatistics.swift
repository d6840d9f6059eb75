import SegBasics
import SegImaging
import SegSamples

/// What shard sets, shards and streams hold, counted.
///
/// The class counts and channel sums of a set with `dataset.json` are those stated there; of everything
/// else every sample is decoded.
public struct StoredStatistics: Sendable, Equatable {
  /// The smallest, the middle and the largest of some numbers.
  public struct Range: Sendable, Equatable, Codable {
    /// The smallest.
    public var min: Int
    /// The middle one; of an even number, the lower of the two.
    public var median: Int
    /// The largest.
    public var max: Int

    /// Of at least one number.
    init?(_ values: [Int]) {
      let sorted = values.sorted()
      guard let first = sorted.first, let last = sorted.last else { return nil }
      (min, median, max) = (first, sorted[(sorted.count - 1) / 2], last)
    }
  }

  /// Members of one extension.
  public struct MemberCount: Sendable, Equatable, Codable {
    /// How many there are.
    public var count = 0
    /// Bytes of their data.
    public var bytes = 0
  }

  /// The name samples of no split are counted under.
  public static let unlistedSplit = "unlisted"

  /// Samples.
  public private(set) var samples = 0
  /// Shards and streams.
  public private(set) var shards = 0
  /// Samples by split.
  public private(set) var splits: [SampleKey: Int] = [:]
  /// Members by extension.
  public private(set) var members: [SampleKey: MemberCount] = [:]
  /// The classes of the label maps.
  public private(set) var classes: ClassTable?
  /// Class counts and channel sums.
  public private(set) var counted = SetStatistics()
  private var widths: [Int] = []
  private var heights: [Int] = []

  /// Nothing counted.
  public init() {}

  /// Widths of the pictures in pixels, turned as their label maps are; nil when there are none.
  public var width: Range? { Range(widths) }
  /// Heights of the pictures in pixels; nil when there are none.
  public var height: Range? { Range(heights) }

  /// Counts an input: a shard set, a shard or a stream; `-` is standard input.
  ///
  /// - Parameters:
  ///   - jobs: Threads; the counts are the same for any number.
  ///   - onFailure: Called for a sample that cannot be counted; throws to end there.
  ///   - onSample: Called after each sample.
  /// - Throws: As `SampleSource`; `Located` `ClassTableConflict` and ``InputError/manifest``;
  ///   ``ShardError/countTooLarge``; what `onFailure` throws.
  public mutating func add(
    _ path: String, jobs: Int,
    onFailure: (any Error, PendingSample) throws -> Void = { error, _ in throw error },
    onSample: () -> Void = {}
  ) throws {
    var isFolder = false
    var isCounted = false
    if try InputNames.status(path)?.kind == .folder, try !MemberFolder.stands(at: path) {
      let set = try ShardSet(path)
      isFolder = true
      shards += set.shards.count
      if let description = set.description {
        isCounted = true
        if let table = description.classes { try take(table, of: path) }
        try counted.add(description.statistics)
      }
    }
    if !isFolder { shards += 1 }
    let source = SampleSource([path])
    try orderedParallelMap(
      jobs: jobs,
      next: { try source.next() },
      transform: { [isCounted] pending in
        (pending, Result { try MeasuredMembers(pending, countsPixels: !isCounted) })
      },
      consume: { pending, result in
        do {
          let sample = try result.get()
          if let table = sample.classes { try take(table, of: pending.place) }
          try add(sample)
        } catch {
          try onFailure(error, pending)
        }
        onSample()
      })
  }

  private mutating func take(_ table: ClassTable, of path: String) throws {
    if let classes, classes != table {
      throw Located(ClassTableConflict(classes, table), path: path)
    }
    classes = table
  }

  private mutating func add(_ sample: MeasuredMembers) throws(ShardError) {
    if let counts = sample.counts { try counted.add(counts) }
    if let sums = sample.sums { try counted.add(sums) }
    samples += 1
    splits[SampleKey(sample.split ?? Self.unlistedSplit), default: 0] += 1
    widths.append(sample.size.width)
    heights.append(sample.size.height)
    for (name, size) in sample.members {
      members[SampleKey(name), default: MemberCount()].count += 1
      members[SampleKey(name), default: MemberCount()].bytes += size
    }
  }
}

/// What one stored sample adds to the statistics.
private struct MeasuredMembers: Sendable {
  let split: String?
  let classes: ClassTable?
  let size: PixelSize
  let members: [(name: String, size: Int)]
  var counts: ClassCounts?
  var sums: PixelSums?

  /// - Parameter countsPixels: Whether picture and label map are decoded.
  /// - Throws: What decoding them throws, with the place; `Located` ``InputError/manifest``.
  init(_ pending: PendingSample, countsPixels: Bool) throws {
    guard case .stored(let stored, let source) = pending else {
      throw Located(InputError.manifest, path: pending.place)
    }
    members = stored.members.map { ($0.fileExtension, $0.data.count) }
    let sample = try pending.load()
    split = sample.metadata.split
    classes = sample.metadata.classes
    size = try locating(path: source, sample: sample.key) { try Self.size(of: sample) }
    guard countsPixels else { return }
    let packed = try locating(path: source, sample: sample.key) {
      try PackedSample(sample, metadata: nil, settings: PackingSettings())
    }
    counts = packed.classCounts
    sums = packed.pixelSums
  }

  /// The size of the picture, turned as its label map is, from the headers alone.
  private static func size(of sample: Sample) throws -> PixelSize {
    switch sample.image {
    case .pixels(let image): return image.size
    case .file(let bytes, _):
      let stored = try headerSize(bytes)
      guard stored.orientation >= 5 else { return stored.size }
      guard case .file(let mask, _) = sample.labelMap else { return stored.size.transposed }
      let turn = PairedOrientation(
        stored: stored.size, orientation: stored.orientation, mask: try headerSize(mask).size)
      return turn.orientation >= 5 ? stored.size.transposed : stored.size
    }
  }

  private static func headerSize(_ bytes: [UInt8]) throws -> (size: PixelSize, orientation: Int) {
    guard bytes.starts(with: NPYHeader.magic) else {
      let header = try readImageHeader(bytes)
      return (header.size, header.orientation ?? 1)
    }
    let shape = try NPYHeader.parse(bytes).header.shape
    guard (2...3).contains(shape.count) else { throw NPYError.unsupportedShape(shape) }
    return (PixelSize(width: shape[1], height: shape[0]), 1)
  }
}
