/// Polygons become masks exactly as in COCO's own tools.
///
/// reference: layouts 1.4, "Polygon → RLE".
enum Polygons {
  /// The union of some rings `[x1, y1, x2, y2, …]`; those of fewer than three corners are passed over.
  ///
  /// - Parameter refuse: Makes the error for corners that are no numbers of a picture.
  /// - Returns: nil when no ring is left.
  /// - Throws: What `refuse` makes.
  static func mask(
    _ rings: [[Double]], height: Int, width: Int, refuse: (String) -> ExchangeError
  ) throws(ExchangeError) -> RunLengths? {
    guard height > 0, width > 0, height <= 1 << 16, width <= 1 << 16,
      height * width <= RunLengths.mostPixels
    else { throw refuse("a picture of impossible size") }
    var inside = [Bool](repeating: false, count: height * width)
    var isEmpty = true
    for ring in rings where ring.count >= 6 {
      guard ring.count % 2 == 0 else { throw refuse("a polygon with half a corner") }
      // Far outside is still a polygon; what no picture comes near is damage, and endless work.
      let bound = 4 * Double(max(height, width))
      guard ring.allSatisfy({ $0.magnitude <= bound }) else {
        throw refuse("a polygon far outside the picture")
      }
      isEmpty = false
      let changes = columnChanges(ring, height: height, width: width)
      var isInside = false
      var place = 0
      for change in changes {
        if isInside { for pixel in place..<change { inside[pixel] = true } }
        place = change
        isInside.toggle()
      }
    }
    guard !isEmpty else { return nil }
    var counts: [Int] = []
    var value = false
    var run = 0
    for pixel in inside {
      if pixel == value {
        run += 1
      } else {
        counts.append(run)
        (value, run) = (pixel, 1)
      }
    }
    return RunLengths(counts: counts + [run], height: height, width: width)
  }

  /// The places, down the columns, where the outline is crossed; sorted.
  private static func columnChanges(_ ring: [Double], height: Int, width: Int) -> [Int] {
    let scale = 5.0
    var corners = stride(from: 0, to: ring.count, by: 2).map {
      (x: Int(scale * ring[$0] + 0.5), y: Int(scale * ring[$0 + 1] + 0.5))
    }
    corners.append(corners[0])
    var points: [(u: Int, v: Int)] = []
    for (start, end) in zip(corners, corners.dropFirst()) { walk(start, end, &points) }
    var changes: [Int] = []
    for (before, point) in zip(points, points.dropFirst()) where point.u != before.u {
      let column = Double(point.u < before.u ? point.u : point.u - 1)
      let x = (column + 0.5) / scale - 0.5
      guard x == x.rounded(.down), x >= 0, x <= Double(width - 1) else { continue }
      let y = (Double(min(point.v, before.v)) + 0.5) / scale - 0.5
      changes.append(Int(x) * height + Int(min(max(y, 0), Double(height)).rounded(.up)))
    }
    changes.append(height * width)
    return changes.sorted()
  }

  /// Every point of an edge on the finer grid, both ends among them.
  private static func walk(
    _ start: (x: Int, y: Int), _ end: (x: Int, y: Int), _ points: inout [(u: Int, v: Int)]
  ) {
    let (dx, dy) = (abs(end.x - start.x), abs(end.y - start.y))
    let isFlat = dx >= dy
    let isTurned = isFlat ? start.x > end.x : start.y > end.y
    let (from, to) = isTurned ? (end, start) : (start, end)
    let length = max(dx, dy)
    let slope =
      length == 0
      ? 0 : Double(isFlat ? to.y - from.y : to.x - from.x) / Double(length)
    for step in 0...length {
      let t = isTurned ? length - step : step
      let across = Double(isFlat ? from.y : from.x) + slope * Double(t) + 0.5
      points.append(
        isFlat ? (u: t + from.x, v: Int(across)) : (u: Int(across), v: t + from.y))
    }
  }
}
