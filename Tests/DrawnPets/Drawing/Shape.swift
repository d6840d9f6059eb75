/// A place in a picture in pixels, or a direction.
struct Point: Sendable {
  var x: Float
  var y: Float

  init(_ x: Float, _ y: Float) {
    self.x = x
    self.y = y
  }

  static func + (left: Point, right: Point) -> Point { Point(left.x + right.x, left.y + right.y) }
  static func - (left: Point, right: Point) -> Point { Point(left.x - right.x, left.y - right.y) }
  static func * (factor: Float, point: Point) -> Point { Point(factor * point.x, factor * point.y) }

  func dot(_ other: Point) -> Float { x * other.x + y * other.y }
  var length: Float { dot(self).squareRoot() }
}

/// A shape known by its distance function: negative inside, in pixels near the outline.
///
/// Coverage follows from the distance, so outlines are smooth without drawing a pixel many times.
enum Shape: Sendable {
  /// `axis` is the unit vector along the first radius.
  case ellipse(center: Point, radii: Point, axis: Point)
  /// A stroke whose half-width goes from one value to another.
  case stroke(Point, Point, Float, Float)
  /// A triangle with round corners.
  case triangle(Point, Point, Point, round: Float)
  /// A bent stroke through at least two points.
  case curve([Point], Float)
  /// An upright rectangle.
  case box(center: Point, half: Point)
  /// Everything below a line of this height.
  case below(Float)

  /// The distance to the outline.
  func distance(_ p: Point) -> Float {
    switch self {
    case .ellipse(let center, let radii, let axis):
      let q = p - center
      let u = Point(q.dot(axis), axis.x * q.y - axis.y * q.x)
      let near = Point(u.x / radii.x, u.y / radii.y).length
      let steep = Point(u.x / (radii.x * radii.x), u.y / (radii.y * radii.y)).length
      return steep > 0 ? near * (near - 1) / steep : -min(radii.x, radii.y)
    case .stroke(let a, let b, let from, let to):
      let line = b - a
      let squared = line.dot(line)
      let along = squared > 0 ? min(max((p - a).dot(line) / squared, 0), 1) : 0
      return (p - (a + along * line)).length - (from + along * (to - from))
    case .triangle(let a, let b, let c, let round):
      return triangleDistance(p, [a, b, c]) - round
    case .curve(let points, let half):
      var nearest = Float.infinity
      for index in 1..<points.count {
        let piece = Shape.stroke(points[index - 1], points[index], half, half)
        nearest = min(nearest, piece.distance(p))
      }
      return nearest
    case .box(let center, let half):
      let q = p - center
      return max(abs(q.x) - half.x, abs(q.y) - half.y)
    case .below(let height): return height - p.y
    }
  }

  /// The smallest and the largest x and y of the shape.
  var bounds: (low: Point, high: Point) {
    switch self {
    case .ellipse(let center, let radii, _):
      let reach = max(radii.x, radii.y)
      return (center - Point(reach, reach), center + Point(reach, reach))
    case .stroke(let a, let b, let from, let to):
      let reach = Point(max(from, to), max(from, to))
      return (
        Point(min(a.x, b.x), min(a.y, b.y)) - reach, Point(max(a.x, b.x), max(a.y, b.y)) + reach
      )
    case .triangle(let a, let b, let c, let round):
      let reach = Point(round, round)
      return (
        Point(min(a.x, b.x, c.x), min(a.y, b.y, c.y)) - reach,
        Point(max(a.x, b.x, c.x), max(a.y, b.y, c.y)) + reach
      )
    case .curve(let points, let half):
      let xs = points.map(\.x)
      let ys = points.map(\.y)
      return (
        Point((xs.min() ?? 0) - half, (ys.min() ?? 0) - half),
        Point((xs.max() ?? 0) + half, (ys.max() ?? 0) + half)
      )
    case .box(let center, let half): return (center - half, center + half)
    case .below(let height):
      return (Point(-1e6, height), Point(1e6, 1e6))
    }
  }
}

private func triangleDistance(_ p: Point, _ corners: [Point]) -> Float {
  var nearest = Float.infinity
  var inside = 0
  for index in 0..<3 {
    let a = corners[index]
    let edge = corners[(index + 1) % 3] - a
    let q = p - a
    let squared = max(edge.dot(edge), 1e-9)
    let along = min(max(q.dot(edge) / squared, 0), 1)
    nearest = min(nearest, (q - along * edge).length)
    inside += edge.x * q.y - edge.y * q.x > 0 ? 1 : -1
  }
  return abs(inside) == 3 ? -nearest : nearest
}
