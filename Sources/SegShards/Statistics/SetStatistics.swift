/// What is counted over the samples of a shard or of a set.
public struct SetStatistics: Sendable, Equatable, Codable {
  /// Class counts of all label maps.
  public private(set) var classes = ClassCounts()
  /// Channel sums, by channels and then by bits.
  public private(set) var pixels: [PixelSums] = []

  /// Nothing counted yet.
  init() {}

  /// Statistics that were stored.
  init(classes: ClassCounts, pixels: [PixelSums]) {
    self.classes = classes
    self.pixels = pixels
  }

  /// Adds a label map.
  ///
  /// - Throws: ``ShardError/countTooLarge``, as all additions.
  mutating func add(_ counts: ClassCounts) throws(ShardError) { try classes.add(counts) }

  /// Adds pictures.
  mutating func add(_ sums: PixelSums) throws(ShardError) {
    let order = (sums.channels, sums.bits)
    let position = pixels.firstIndex { ($0.channels, $0.bits) >= order } ?? pixels.endIndex
    if position < pixels.endIndex, (pixels[position].channels, pixels[position].bits) == order {
      try pixels[position].add(sums)
    } else {
      pixels.insert(sums, at: position)
    }
  }

  /// Adds the statistics of other samples.
  mutating func add(_ other: SetStatistics) throws(ShardError) {
    try add(other.classes)
    for sums in other.pixels { try add(sums) }
  }

  /// The mean and the deviation of red, green and blue, each of the range 0 to 1.
  ///
  /// As a model sees them that takes colour pictures: gray counts in all three, transparency in none.
  /// Nil when no sums were taken.
  public var color: (mean: [Double], deviation: [Double])? {
    var total = 0.0
    var mean = [0.0, 0.0, 0.0]
    var power = [0.0, 0.0, 0.0]
    for sums in pixels where sums.channels <= 4 {
      let means = sums.mean
      let deviations = sums.deviation
      let weight = Double(sums.pixels)
      total += weight
      for channel in 0..<3 {
        let source = sums.channels < 3 ? 0 : channel
        mean[channel] += weight * means[source]
        power[channel] +=
          weight * (deviations[source] * deviations[source] + means[source] * means[source])
      }
    }
    guard total > 0 else { return nil }
    mean = mean.map { $0 / total }
    let deviation = zip(mean, power).map { mean, power in
      max(0, power / total - mean * mean).squareRoot()
    }
    return (mean, deviation)
  }
}
