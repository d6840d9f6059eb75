import SegBasics

/// Where a pet of about one unit stands in the picture.
struct Placement: Sendable {
  /// The place of the paws.
  var origin: Point
  /// Pixels of one unit.
  var scale: Float
  /// 1, or -1 for a pet that looks the other way.
  var side: Float

  /// A place of the pet: x to its side, y upwards from its paws.
  func point(_ x: Float, _ y: Float) -> Point {
    Point(origin.x + side * scale * x, origin.y - scale * y)
  }

  /// An upright ellipse, or one that leans by `lean` units sideways for each unit up.
  func ellipse(_ x: Float, _ y: Float, _ rx: Float, _ ry: Float, lean: Float = 0) -> Shape {
    let axis = Point(1, side * lean)
    return .ellipse(
      center: point(x, y), radii: Point(scale * rx, scale * ry), axis: 1 / axis.length * axis)
  }

  func stroke(
    _ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float, _ from: Float, _ to: Float
  ) -> Shape {
    .stroke(point(x0, y0), point(x1, y1), scale * from, scale * to)
  }

  func triangle(
    _ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float, _ x2: Float, _ y2: Float, round: Float
  ) -> Shape {
    .triangle(point(x0, y0), point(x1, y1), point(x2, y2), round: scale * round)
  }
}
