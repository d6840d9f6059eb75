import SegBasics
import SegImaging

/// Moves the nodes of a coarse grid at random, and every pixel by bicubic interpolation between them.
///
/// Ronneberger, Fischer and Brox 2015 (U-Net), section 3.1: a 3x3 grid, each component
/// `N(0, 10 pixels)`. Between nodes runs Keys' cubic convolution, a = −1/2, with his continuation past
/// the edge. reference: augmentation 2.6.
struct ElasticGrid: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "elastic-grid", summary: "bends the picture by a coarse grid, as for U-Net",
    targets: [.image, .labelMap], mainParameter: "sigma",
    parameters: [
      .init("sigma", "PIXELS", standard: "10", "the deviation of each node's movement, 0..1000"),
      .init("grid", "N", standard: "3", "nodes along each edge, 2..50"),
    ] + SamplingParameters.described,
    examples: ["elastic-grid=3", "elastic-grid=2:grid=5,border=symmetric"])

  private let sigma: Double
  private let nodes: Int
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    sigma = try arguments.number("sigma", in: 0...1000)
    nodes = try arguments.wholeNumber("grid", in: 2...50)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// Pixels, node by node, row by row.
    var x: [Double]
    var y: [Double]
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let x = (0..<(nodes * nodes)).map { _ in random.normal() * sigma }
    return Drawn(x: x, y: (0..<(nodes * nodes)).map { _ in random.normal() * sigma })
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard drawn.x.count == nodes * nodes, drawn.y.count == nodes * nodes else {
      throw .badDraw("\(drawn.x.count) and \(drawn.y.count) values for \(nodes * nodes) nodes")
    }
    if (drawn.x + drawn.y).allSatisfy({ $0 == 0 }) { return }
    let size = canvas.size
    let columns = (0..<size.width).map { weights(at: $0, of: size.width) }
    let rows = (0..<size.height).map { weights(at: $0, of: size.height) }
    let nodes = nodes
    let map = CoordinateMap.rows { row, x, y in
      // Along y first: one displacement for each column of nodes.
      let (first, down) = rows[row]
      let sums = [drawn.x, drawn.y].map { values in
        (0..<nodes).map { node in
          (0..<down.count).reduce(0.0) { $0 + down[$1] * values[(first + $1) * nodes + node] }
        }
      }
      for column in x.indices {
        let (first, across) = columns[column]
        var (dx, dy) = (0.0, 0.0)
        for offset in across.indices {
          dx += across[offset] * sums[0][first + offset]
          dy += across[offset] * sums[1][first + offset]
        }
        x[column] = Float(Double(column) + dx)
        y[column] = Float(Double(row) + dy)
      }
    }
    try canvas.displace(by: map, filter: sampling.filter, border: sampling.border)
  }

  /// The first of at most four nodes, and their weights, for the centre of a pixel.
  private func weights(at index: Int, of count: Int) -> (first: Int, weights: [Double]) {
    let position = (Double(index) + 0.5) / Double(count) * Double(nodes - 1)
    let cell = min(Int(position), nodes - 2)
    let t = position - Double(cell)
    let u = 1 - t
    var four = [
      -0.5 * t * u * u, 1 + t * t * (1.5 * t - 2.5), 1 + u * u * (1.5 * u - 2.5), -0.5 * u * t * t,
    ]
    guard nodes > 2 else { return (0, [u, t]) }
    var first = cell - 1
    // A node before the first is 3 a − 3 b + c of those that follow.
    if cell == 0 {
      let missing = four.removeFirst()
      four[0] += 3 * missing
      four[1] -= 3 * missing
      four[2] += missing
      first = 0
    }
    if cell == nodes - 2 {
      let missing = four.removeLast()
      let last = four.count - 1
      four[last] += 3 * missing
      four[last - 1] -= 3 * missing
      if last >= 2 {
        four[last - 2] += missing
      } else {
        four.insert(missing, at: 0)
        first -= 1
      }
    }
    return (first, four)
  }
}
