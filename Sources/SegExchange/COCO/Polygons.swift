/// Polygons become masks exactly as in COCO's own tools.
///
/// reference: layouts 1.4, "Polygon → RLE".
enum Polygons {
  /// The largest coordinate: far outside is still a polygon, what no picture comes near is damage.
  private static let farthest = Double(1 << 30)

  /// How often the outlines of one mask may cross the columns of the picture.
  private static let mostCrossings = 1 << 24

  /// The union of some rings `[x1, y1, x2, y2, …]`; those of fewer than three corners are passed over.
  ///
  /// What lies outside the picture costs nothing, however far away it is.
  ///
  /// - Parameter refuse: Makes the error for corners that are no numbers of a picture.
  /// - Returns: nil when no ring is left.
  /// - Throws: What `refuse` makes.
  /// - Complexity: O(n log n) in the corners and the columns that the outlines cross in the picture.
  static func mask(
    _ rings: [[Double]], height: Int, width: Int, refuse: (String) -> ExchangeError
  ) throws(ExchangeError) -> RunLengths? {
    guard height > 0, width > 0, height <= 1 << 16, width <= 1 << 16,
      height * width <= RunLengths.mostPixels
    else { throw refuse("a picture of impossible size") }
    var inside: [Range<Int>] = []
    var isEmpty = true
    var left = mostCrossings
    for ring in rings where ring.count >= 6 {
      guard ring.count % 2 == 0 else { throw refuse("a polygon with half a corner") }
      guard ring.allSatisfy({ $0.magnitude <= farthest }) else {
        throw refuse("a polygon far outside the picture")
      }
      isEmpty = false
      guard var changes = crossings(ring, height: height, width: width, most: left) else {
        throw refuse("polygons that cross the picture more than \(mostCrossings) times")
      }
      left -= changes.count
      changes.append(height * width)
      changes.sort()
      for place in stride(from: 0, to: changes.count - 1, by: 2)
      where changes[place] < changes[place + 1] {
        inside.append(changes[place]..<changes[place + 1])
      }
    }
    guard !isEmpty else { return nil }
    return RunLengths(counts: counts(inside, pixels: height * width), height: height, width: width)
  }

  /// The lengths of the runs that some ranges cover together.
  private static func counts(_ ranges: [Range<Int>], pixels: Int) -> [Int] {
    var counts: [Int] = []
    var end = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound <= end, !counts.isEmpty {
        counts[counts.count - 1] += max(0, range.upperBound - end)
      } else {
        counts += [range.lowerBound - end, range.count]
      }
      end = max(end, range.upperBound)
    }
    return end < pixels ? counts + [pixels - end] : counts
  }

  /// A corner on a grid of five points a pixel.
  private typealias Point = (x: Int, y: Int)

  /// The places, down the columns, where the outline is crossed; nil when there are more than `most`.
  private static func crossings(
    _ ring: [Double], height: Int, width: Int, most: Int
  ) -> [Int]? {
    var found: [Int] = []
    func corner(_ place: Int) -> Point {
      (Int(5 * ring[place] + 0.5), Int(5 * ring[place + 1] + 0.5))
    }
    var start = corner(ring.count - 2)
    for place in stride(from: 0, to: ring.count, by: 2) {
      let end = corner(place)
      // In the order of the ring, for an edge is not rounded alike in both directions.
      guard edge(start, end, height: height, width: width, most: most, &found) else { return nil }
      start = end
    }
    return found
  }

  /// Adds the crossings of one edge; false when there are more than `most` then.
  ///
  /// COCO's tools walk along the edge point by point; here only the points are looked at where the walk
  /// crosses the middle of a column of the picture.
  private static func edge(
    _ start: Point, _ end: Point, height: Int, width: Int, most: Int, _ found: inout [Int]
  ) -> Bool {
    let (dx, dy) = (abs(end.x - start.x), abs(end.y - start.y))
    let isFlat = dx >= dy
    let isTurned = isFlat ? start.x > end.x : start.y > end.y
    let (from, to) = isTurned ? (end, start) : (start, end)
    let length = max(dx, dy)
    guard length > 0 else { return true }
    let slope = Double(isFlat ? to.y - from.y : to.x - from.x) / Double(length)
    /// The coordinate that changes less, `step` points from the start.
    func across(_ step: Int) -> Int {
      Int(Double(isFlat ? from.y : from.x) + slope * Double(step) + 0.5)
    }
    let ends = isFlat ? (from.x, to.x) : (across(0), across(length))
    // Between the points 5 x + 2 and 5 x + 3 lies the middle of column x.
    let first = max(0, (min(ends.0, ends.1) + 2) / 5)
    let last = min(width - 1, (max(ends.0, ends.1) - 3) / 5)
    guard max(ends.0, ends.1) >= 3, first <= last else { return true }
    guard last - first < most - found.count else { return false }
    for x in first...last {
      let step: Int
      if isFlat {
        step = 5 * x + 2 - from.x
      } else {
        // The last point on the first side, which rises or falls all along.
        var (low, high) = (0, length)
        while high - low > 1 {
          let middle = (low + high) / 2
          let isBefore = slope > 0 ? across(middle) <= 5 * x + 2 : across(middle) > 5 * x + 2
          if isBefore { low = middle } else { high = middle }
        }
        step = low
      }
      let row = isFlat ? min(across(step), across(step + 1)) : from.y + step
      let y = (Double(row) + 0.5) / 5 - 0.5
      found.append(x * height + Int(min(max(y, 0), Double(height)).rounded(.up)))
    }
    return true
  }
}
