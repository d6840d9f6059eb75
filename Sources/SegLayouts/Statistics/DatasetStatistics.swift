import SegBasics
import SegImaging
import SegSamples

/// What a manifest holds, counted.
public struct DatasetStatistics: Sendable, Equatable {
  /// The smallest, the middle and the largest of some numbers.
  public struct Range: Sendable, Equatable, Encodable {
    /// The smallest.
    public var min: Int
    /// The middle one; of an even number, the lower of the two.
    public var median: Int
    /// The largest.
    public var max: Int
  }

  /// How often a class occurs.
  public struct ClassCount: Sendable, Equatable {
    /// Pixels of the class.
    public var pixels = 0
    /// Samples with at least one pixel of it.
    public var samples = 0
  }

  /// Samples counted.
  public private(set) var samples = 0
  /// Samples that have a mask.
  public private(set) var masks = 0
  /// Samples by split.
  public private(set) var splits: [String: Int] = [:]
  /// Samples by the value of each field of `meta` that is text.
  public private(set) var fields: [String: [String: Int]] = [:]
  /// The classes of the masks.
  public private(set) var classes: ClassTable?
  /// By class index.
  public private(set) var classCounts: [ClassCount] = []
  /// Pixels that belong to no class.
  public private(set) var ignored = ClassCount()
  private var widths: [Int] = []
  private var heights: [Int] = []

  /// Nothing counted.
  public init() {}

  /// Widths of the pictures in pixels; nil when there are none.
  public var width: Range? { Self.range(widths) }
  /// Heights of the pictures in pixels; nil when there are none.
  public var height: Range? { Self.range(heights) }
  /// Pixels of all masks.
  public var pixels: Int { classCounts.reduce(ignored.pixels) { $0 + $1.pixels } }

  private static func range(_ values: [Int]) -> Range? {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    return Range(min: first, median: sorted[(sorted.count - 1) / 2], max: last)
  }

  /// Counts a sample.
  ///
  /// - Throws: `ClassTableConflict` when its classes are not those of the samples before.
  mutating func add(_ sample: MeasuredSample) throws(ClassTableConflict) {
    let entry = sample.entry
    if let table = entry.classes {
      if let classes, classes != table { throw ClassTableConflict(classes, table) }
      classes = table
    }
    samples += 1
    splits[entry.split ?? DatasetListing.unlistedSplit, default: 0] += 1
    for case (let name, .string(let value)) in entry.meta {
      fields[name, default: [:]][value, default: 0] += 1
    }
    widths.append(sample.size.width)
    heights.append(sample.size.height)
    guard let histogram = sample.histogram else { return }
    masks += 1
    for (index, count) in histogram {
      while classCounts.count <= index { classCounts.append(ClassCount()) }
      classCounts[index].pixels += count
      classCounts[index].samples += 1
    }
    ignored.pixels += sample.ignored
    ignored.samples += sample.ignored > 0 ? 1 : 0
    while classCounts.count < classes?.entries.count ?? 0 { classCounts.append(ClassCount()) }
  }
}
