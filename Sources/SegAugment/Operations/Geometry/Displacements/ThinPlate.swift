import SegBasics
import SegImaging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Moves control points at random and bends the rest like a thin plate of metal.
///
/// Bookstein 1989: `f(p) = a + b·p + Σ wᵢ U(|p − pᵢ|)`, `U(r) = r² ln r²`, through all points. The
/// points are a grid on the unit square, moved by `N(0, scale)` along each axis. Between every 8th pixel
/// the bending is interpolated linearly.
struct ThinPlate: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "thin-plate", summary: "bends the picture by a thin-plate spline",
    targets: [.image, .labelMap], mainParameter: "scale",
    parameters: [
      .init(
        "scale", "S or LOW..HIGH", standard: "0.02..0.04",
        "the deviation of the points' movement, of width and height, 0..1"),
      .init("points", "N", standard: "4", "control points along each edge, 2..12"),
    ] + SamplingParameters.described,
    examples: ["thin-plate=0.05", "thin-plate=0.02:points=3,border=reflect"])

  private let scale: ClosedRange<Double>
  private let points: Int
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    scale = try arguments.requiredRange("scale", in: 0...1)
    points = try arguments.wholeNumber("points", in: 2...12)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// How far each point moves, in widths and heights, row by row.
    var x: [Double]
    var y: [Double]
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let scale = random.uniform(in: scale)
    let x = (0..<(points * points)).map { _ in random.normal() * scale }
    return Drawn(x: x, y: (0..<(points * points)).map { _ in random.normal() * scale })
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let count = points * points
    guard drawn.x.count == count, drawn.y.count == count,
      (drawn.x + drawn.y).allSatisfy({ abs($0) < 1e3 })
    else { throw .badDraw("\(drawn.x.count) and \(drawn.y.count) values for \(count) points") }
    if (drawn.x + drawn.y).allSatisfy({ $0 == 0 }) { return }
    let grid = (0..<count).map { index in
      (
        x: Double(index % points) / Double(points - 1),
        y: Double(index / points) / Double(points - 1)
      )
    }
    guard let dx = ThinPlateSpline(grid, values: drawn.x),
      let dy = ThinPlateSpline(grid, values: drawn.y)
    else { throw .badDraw("no plate bends so") }
    let (width, height) = (Double(canvas.size.width), Double(canvas.size.height))
    let columns = Self.lattice(canvas.size.width)
    let rows = Self.lattice(canvas.size.height)
    let nodes = rows.flatMap { y in
      columns.map { x -> (x: Double, y: Double) in
        let (u, v) = ((x + 0.5) / width, (y + 0.5) / height)
        return (x + dx(u, v) * width, y + dy(u, v) * height)
      }
    }
    try canvas.displace(
      by: .lattice(columns: columns, rows: rows, nodes: nodes), filter: sampling.filter,
      border: sampling.border)
  }

  /// Every 8th pixel, and one past the last.
  private static func lattice(_ length: Int) -> [Double] {
    (0...((length + 7) / 8)).map { Double($0 * 8) }
  }
}

/// A function of the plane with given values at some points, bent as little as can be.
struct ThinPlateSpline {
  private let points: [(x: Double, y: Double)]
  /// A weight for each point, then a constant and the slopes along x and y.
  private let weights: [Double]

  /// Solves for the weights; nil when the points lie on a line.
  init?(_ points: [(x: Double, y: Double)], values: [Double]) {
    self.points = points
    let count = points.count
    var rows: [[Double]] = []
    for (index, point) in points.enumerated() {
      rows.append(
        points.map { Self.bending($0.x - point.x, $0.y - point.y) }
          + [1, point.x, point.y, values[index]])
    }
    rows.append([Double](repeating: 1, count: count) + [0, 0, 0, 0])
    rows.append(points.map(\.x) + [0, 0, 0, 0])
    rows.append(points.map(\.y) + [0, 0, 0, 0])
    guard let weights = solve(&rows) else { return nil }
    self.weights = weights
  }

  func callAsFunction(_ x: Double, _ y: Double) -> Double {
    let count = points.count
    var sum = weights[count] + weights[count + 1] * x + weights[count + 2] * y
    for index in 0..<count {
      sum += weights[index] * Self.bending(points[index].x - x, points[index].y - y)
    }
    return sum
  }

  /// r² ln r².
  private static func bending(_ x: Double, _ y: Double) -> Double {
    let squared = x * x + y * y
    return squared > 0 ? squared * log(squared) : 0
  }
}
