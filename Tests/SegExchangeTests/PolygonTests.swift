import SegBasics
import SegImaging
import Testing

@testable import SegExchange

/// Polygons against the walk along every point of their edges, which COCO's own tools do.
@Suite struct PolygonTests {
  private func mask(_ rings: [[Double]], _ height: Int, _ width: Int) throws -> RunLengths? {
    try Polygons.mask(rings, height: height, width: width) { .damaged(.coco, $0) }
  }

  @Test(arguments: 0..<400)
  func theWalkGivesTheSame(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let (height, width) = (random.integer(in: 1...40), random.integer(in: 1...40))
    // Inside, at the border, and some way out; whole, half and odd numbers.
    let reach = [1.0, 1.5, 4][Int(seed) % 3]
    var rings: [[Double]] = []
    for _ in 0...random.integer(in: 0...2) {
      var ring: [Double] = []
      for place in 0..<(2 * random.integer(in: 3...9)) {
        let length = Double(place % 2 == 0 ? width : height)
        let value: Double = (random.uniform() * 2 - 1) * length * reach + length / 2
        let forms: [Double] = [value, value.rounded(), (value * 2).rounded() / 2]
        ring.append(forms[random.integer(in: 0...2)])
      }
      rings.append(ring)
    }
    let found = try mask(rings, height, width)
    #expect(found?.counts == walked(rings, height, width), "\(rings)")
  }

  /// What lies far outside costs nothing; before, each point on the way was kept.
  @Test func farAwayCostsNothing() throws {
    let far = Double(1 << 29)
    let whole = try mask([[-far, -far, far, -far, far, far, -far, far]], 3, 4)
    #expect(whole?.counts == [0, 12])
    var (flat, steep): ([Double], [Double]) = ([], [])
    for number in 0..<50_000 {
      flat += [Double(number % 7) * far / 7, number % 2 == 0 ? far : far / 2]
      steep += [-1 - Double(number % 7), number % 2 == 0 ? far : -far]
    }
    #expect(try mask([flat], 3, 4)?.area == 0)
    #expect(try mask([steep], 3, 4)?.area == 0)
  }

  @Test func outlinesWithoutEndAreRefused() {
    var edges: [Double] = []
    for number in 0..<2_000 { edges += [number % 2 == 0 ? -1 : 65_537, Double(number)] }
    #expect(throws: ExchangeError.self) { try mask([edges], 4096, 65_536) }
    #expect(throws: ExchangeError.self) { try mask([[0, 0, 1e300, 1, 2, 2]], 4, 4) }
    #expect(throws: ExchangeError.self) { try mask([[0, 0, 1, 1, 2, 2, 3]], 4, 4) }
  }

  /// The lengths of `maskApi.c`, point by point.
  private func walked(_ rings: [[Double]], _ height: Int, _ width: Int) -> [Int] {
    var inside = [Bool](repeating: false, count: height * width)
    for ring in rings {
      var corners: [(x: Int, y: Int)] = []
      for place in stride(from: 0, to: ring.count, by: 2) {
        corners.append((Int(5 * ring[place] + 0.5), Int(5 * ring[place + 1] + 0.5)))
      }
      corners.append(corners[0])
      var points: [(u: Int, v: Int)] = []
      for (start, end) in zip(corners, corners.dropFirst()) {
        let (dx, dy) = (abs(end.x - start.x), abs(end.y - start.y))
        let isFlat = dx >= dy
        let isTurned = isFlat ? start.x > end.x : start.y > end.y
        let (from, to) = isTurned ? (end, start) : (start, end)
        let length = max(dx, dy)
        let rise = Double(isFlat ? to.y - from.y : to.x - from.x)
        let slope = length == 0 ? 0 : rise / Double(length)
        for step in 0...length {
          let t = isTurned ? length - step : step
          let across = Int(Double(isFlat ? from.y : from.x) + slope * Double(t) + 0.5)
          points.append(isFlat ? (t + from.x, across) : (across, t + from.y))
        }
      }
      var changes: [Int] = []
      for (before, point) in zip(points, points.dropFirst()) where point.u != before.u {
        let column = Double(point.u < before.u ? point.u : point.u - 1)
        let x = (column + 0.5) / 5 - 0.5
        guard x == x.rounded(.down), x >= 0, x <= Double(width - 1) else { continue }
        let y = (Double(min(point.v, before.v)) + 0.5) / 5 - 0.5
        changes.append(Int(x) * height + Int(min(max(y, 0), Double(height)).rounded(.up)))
      }
      var (isInside, place) = (false, 0)
      for change in (changes + [height * width]).sorted() {
        if isInside { for pixel in place..<change { inside[pixel] = true } }
        (isInside, place) = (!isInside, change)
      }
    }
    var counts: [Int] = []
    var (value, run) = (false, 0)
    for pixel in inside {
      if pixel == value {
        run += 1
      } else {
        counts.append(run)
        (value, run) = (pixel, 1)
      }
    }
    return counts + [run]
  }
}
