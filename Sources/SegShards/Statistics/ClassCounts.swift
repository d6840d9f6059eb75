import CKernels
import SegImaging

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

  /// The counts of no label map.
  init() {}

  /// Counts that were stored.
  init(masks: Int, pixels: [UInt64], images: [UInt64], ignored: UInt64) {
    self.masks = masks
    self.pixels = pixels
    self.images = images
    self.ignored = ignored
  }

  /// The counts of a label map given by its histogram, whose last value stands for ignore.
  ///
  /// - Parameter alsoIgnored: A second value that stands for ignore: 255 in a 16-bit map of few classes.
  init(histogram: [UInt64], alsoIgnored: Int?) {
    var counts = histogram
    masks = 1
    ignored = counts.removeLast()
    if let alsoIgnored, alsoIgnored < counts.count {
      ignored += counts[alsoIgnored]
      counts[alsoIgnored] = 0
    }
    let used = (counts.lastIndex { $0 > 0 } ?? -1) + 1
    pixels = Array(counts[..<used])
    images = pixels.map { $0 > 0 ? 1 : 0 }
  }

  /// Adds the counts of other label maps.
  mutating func add(_ other: ClassCounts) {
    masks += other.masks
    ignored += other.ignored
    let missing = other.pixels.count - pixels.count
    if missing > 0 {
      pixels.append(contentsOf: repeatElement(0, count: missing))
      images.append(contentsOf: repeatElement(0, count: missing))
    }
    for index in other.pixels.indices {
      pixels[index] += other.pixels[index]
      images[index] += other.images[index]
    }
  }
}

/// How often each 8-bit value occurs.
func histogram(of values: UnsafeRawBufferPointer) -> [UInt64] {
  var counts = [UInt64](repeating: 0, count: 256)
  seg_histogram_u8(values.bindMemory(to: UInt8.self).baseAddress, values.count, &counts)
  return counts
}
