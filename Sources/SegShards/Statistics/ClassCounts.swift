import SegImaging
import SegMasks
import SegSamples

/// How often each class index occurs in label maps.
public struct ClassCounts: Sendable, Equatable, Codable {
  /// Label maps.
  public private(set) var masks = 0
  /// Pixels of each class index, up to the highest that occurs.
  public private(set) var pixels: [UInt64] = []
  /// Label maps in which a class index occurs.
  public private(set) var images: [UInt64] = []
  /// Pixels of the ignore index.
  public private(set) var ignored: UInt64 = 0

  /// The most that is counted.
  private static let most: UInt64 = 1 << 62

  /// The counts of no label map.
  init() {}

  /// Counts that were stored; nil when no label maps have them.
  init?(masks: Int, pixels: [UInt64], images: [UInt64], ignored: UInt64) {
    self.masks = masks
    self.pixels = pixels
    self.images = images
    self.ignored = ignored
    let areMatched = zip(pixels, images).allSatisfy { $0 <= Self.most && $1 <= masks && $1 <= $0 }
    guard masks >= 0, masks <= Self.most, pixels.count == images.count, pixels.count <= 65535,
      ignored <= Self.most, areMatched
    else { return nil }
  }

  /// Reads counts, and refuses those that no label maps have.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let counts = ClassCounts(
      masks: try fields.decode(Int.self, forKey: .masks),
      pixels: try fields.decode([UInt64].self, forKey: .pixels),
      images: try fields.decode([UInt64].self, forKey: .images),
      ignored: try fields.decode(UInt64.self, forKey: .ignored))
    guard let counts else {
      throw DecodingError.dataCorruptedError(
        forKey: .pixels, in: fields, debugDescription: "no label maps have these counts")
    }
    self = counts
  }

  /// The counts of a label map, given by how many of its pixels have each value.
  ///
  /// - Parameter isIgnored: Whether a value stands for no class.
  init(histogram: [Int], isIgnored: (Int) -> Bool) {
    masks = 1
    for (value, count) in histogram.enumerated() where count > 0 {
      if isIgnored(value) {
        ignored += UInt64(count)
      } else {
        pixels += Array(repeating: 0, count: value - pixels.count) + [UInt64(count)]
      }
    }
    images = pixels.map { $0 > 0 ? 1 : 0 }
  }

  /// Counts the values of a label map, and refuses those the table does not define.
  ///
  /// - Throws: `SampleError`.
  init(_ labelMap: LabelMap, classes: ClassTable?) throws(SampleError) {
    self.init(histogram: labelMap.histogram()) { labelMap.isIgnored($0, classes: classes) }
    if let classes, pixels.count > classes.entries.count {
      // Says which pixel it is.
      try checkClassIndices(labelMap, classes: classes)
    }
  }

  /// The same with a count for each class, those that do not occur included.
  func padded(to classes: ClassTable?) -> ClassCounts {
    var counts = self
    let missing = max(0, (classes?.entries.count ?? 0) - pixels.count)
    counts.pixels += Array(repeating: 0, count: missing)
    counts.images += Array(repeating: 0, count: missing)
    return counts
  }

  /// Adds the counts of other label maps.
  ///
  /// - Throws: ``ShardError/countTooLarge``.
  mutating func add(_ other: ClassCounts) throws(ShardError) {
    let missing = max(0, other.pixels.count - pixels.count)
    pixels += Array(repeating: 0, count: missing)
    images += Array(repeating: 0, count: missing)
    // Each is at most 1 << 62, so that the sum of two cannot overflow before it is looked at.
    masks += other.masks
    ignored += other.ignored
    var highest = max(UInt64(masks), ignored)
    for index in other.pixels.indices {
      pixels[index] += other.pixels[index]
      images[index] += other.images[index]
      highest = max(highest, pixels[index])
    }
    guard highest <= Self.most else { throw .countTooLarge }
  }
}
