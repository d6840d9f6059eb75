/// A projective map of the plane, `[3, 3]`, of positions: the centre of pixel `i` is at `i + ½`.
public struct Homography: Sendable, Hashable {
  /// Nine numbers in C order; `(x, y)` goes to `(m₀x + m₁y + m₂, m₃x + m₄y + m₅) / (m₆x + m₇y + m₈)`.
  public let m: [Double]

  /// Leaves every position where it is.
  public static let identity = Homography([1, 0, 0, 0, 1, 0, 0, 0, 1])

  /// Wraps a matrix.
  ///
  /// - Precondition: Nine numbers.
  public init(_ m: [Double]) {
    precondition(m.count == 9, "\(m.count) numbers are no homography")
    self.m = m
  }

  /// `(x, y)` to `(ax + by + c, dx + ey + f)`.
  public init(affine a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
    m = [a, b, c, d, e, f, 0, 0, 1]
  }

  /// Moves by a vector.
  public static func translation(_ x: Double, _ y: Double) -> Homography {
    Homography(affine: 1, 0, x, 0, 1, y)
  }

  /// First `first`, then this.
  public func after(_ first: Homography) -> Homography {
    var product = [Double](repeating: 0, count: 9)
    for row in 0..<3 {
      for column in 0..<3 {
        product[3 * row + column] = (0..<3).reduce(0) {
          $0 + m[3 * row + $1] * first.m[3 * $1 + column]
        }
      }
    }
    return Homography(product)
  }

  /// Where a position goes; nil beyond the horizon.
  public func callAsFunction(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    let w = m[6] * x + m[7] * y + m[8]
    guard w > 0 else { return nil }
    return ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w)
  }

  /// The map back, scaled so that its last number is 1 where it can be; nil when there is none.
  public var inverse: Homography? {
    let adjugate = [
      m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
      m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
      m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
    ]
    let determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6]
    let scale = adjugate[8] != 0 ? adjugate[8] : determinant
    guard determinant.isFinite, abs(determinant) > 1e-300, scale.isFinite, scale != 0 else {
      return nil
    }
    return Homography(adjugate.map { $0 / scale })
  }

  /// The map that takes four points to four others.
  ///
  /// Solves the eight equations of reference augmentation 2.5 by elimination with pivots.
  /// - Returns: nil when three of the points lie on a line.
  public static func taking(
    _ from: [(x: Double, y: Double)], to: [(x: Double, y: Double)]
  ) -> Homography? {
    precondition(from.count == 4 && to.count == 4, "a homography is given by four points")
    var rows: [[Double]] = []
    for (p, q) in zip(from, to) {
      rows.append([p.x, p.y, 1, 0, 0, 0, -q.x * p.x, -q.x * p.y, q.x])
      rows.append([0, 0, 0, p.x, p.y, 1, -q.y * p.x, -q.y * p.y, q.y])
    }
    guard let solution = solve(&rows) else { return nil }
    // The points are on this side of the horizon, even if the origin is not.
    let depth = from.reduce(4.0) { $0 + solution[6] * $1.x + solution[7] * $1.y }
    return Homography((solution + [1]).map { depth < 0 ? -$0 : $0 })
  }
}

/// Solves linear equations, each row with its right side last; nil when they have no single solution.
public func solve(_ rows: inout [[Double]]) -> [Double]? {
  let count = rows.count
  let size = rows.joined().reduce(0) { max($0, abs($1)) }
  for column in 0..<count {
    let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
    rows.swapAt(column, pivot)
    let divisor = rows[column][column]
    guard abs(divisor) > size * 1e-13, divisor.isFinite else { return nil }
    for row in 0..<count where row != column {
      let factor = rows[row][column] / divisor
      if factor == 0 { continue }
      for index in column...count { rows[row][index] -= factor * rows[column][index] }
    }
  }
  return rows.indices.map { rows[$0][count] / rows[$0][$0] }
}
