import SegBasics
import SegImaging

/// Stretches and squeezes the columns and rows of a grid; albumentations' `GridDistortion`.
///
/// reference: augmentation 2.6.
struct GridDistortion: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "grid-distortion", summary: "stretches and squeezes columns and rows of a grid",
    targets: [.image, .labelMap], mainParameter: "limit",
    parameters: [
      .init("limit", "L or LOW..HIGH", standard: "0.3", "cells become 1 + L as wide, -1..1"),
      .init("steps", "N", standard: "5", "cells along each edge, 1..50"),
      .init(
        "normalized", "true|false", standard: "false",
        "fits the cells to the edges again, so that nothing leaves the picture"),
    ] + SamplingParameters.described,
    examples: [
      "grid-distortion", "grid-distortion=-0.2..0.5:steps=3,border=reflect",
      "grid-distortion:normalized=true",
    ])

  private let limit: ClosedRange<Double>
  private let steps: Int
  private let isNormalized: Bool
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    limit = try arguments.range("limit", in: -1...1, around: 0)
    steps = try arguments.wholeNumber("steps", in: 1...50)
    isNormalized = try arguments.flag("normalized")
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// The factors of the columns, then of the rows: one more than there are steps.
    var x: [Double]
    var y: [Double]
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let x = (0...steps).map { _ in 1 + random.uniform(in: limit) }
    return Drawn(x: x, y: (0...steps).map { _ in 1 + random.uniform(in: limit) })
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard drawn.x.count == steps + 1, drawn.y.count == steps + 1 else {
      throw .badDraw("\(drawn.x.count) and \(drawn.y.count) factors for \(steps) steps")
    }
    if (drawn.x + drawn.y).allSatisfy({ $0 == 1 }) { return }
    let columns = Self.positions(drawn.x, length: canvas.size.width, isNormalized)
    let rows = Self.positions(drawn.y, length: canvas.size.height, isNormalized)
    let map = CoordinateMap.rows { row, x, y in
      _ = x.update(fromContentsOf: columns)
      y.update(repeating: rows[row])
    }
    try canvas.displace(by: map, filter: sampling.filter, border: sampling.border)
  }

  /// The source coordinate of each column or row.
  ///
  /// - Parameters:
  ///   - factors: One more than there are cells; the last is for what the cells leave.
  ///   - length: In pixels.
  ///   - isNormalized: Whether the cells are fitted to the length.
  static func positions(_ factors: [Double], length: Int, _ isNormalized: Bool) -> [Float] {
    let step = max(1, length / (factors.count - 1))
    let factors = isNormalized ? fitted(factors, step: step, length: length) : factors
    var positions: [Float] = []
    var previous = 0.0
    for (index, start) in stride(from: 0, to: length, by: step).enumerated() {
      let isWhole = start + step <= length
      let count = isWhole ? step : length - start
      let current =
        isWhole || isNormalized
        ? previous + Double(step) * factors[min(index, factors.count - 1)] : Double(length)
      for offset in 0..<count {
        // linspace: both ends are there, and one of each pair of neighbours is there twice.
        let part = count > 1 ? Double(offset) / Double(count - 1) : 0
        positions.append(Float(previous + (current - previous) * part))
      }
      previous = current
    }
    return positions
  }
}

extension GridDistortion {
  /// The factors, with which the cells fill the length; the last cell, where there is one, is narrower.
  private static func fitted(_ factors: [Double], step: Int, length: Int) -> [Double] {
    var factors = factors
    let steps = factors.count - 1
    let rest = max(0, min(length, (steps + 1) * step) - steps * step)
    factors[steps] *= Double(rest) / Double(step)
    let sum = factors.reduce(0, +)
    guard sum > 0 else { return factors }
    return factors.map { $0 * Double(length) / (Double(step) * sum) }
  }
}

/// Moves the inner nodes of a grid by whole pixels; Augmentor's `random_distortion`.
///
/// reference: augmentation 2.6. Each tile shows its displaced quadrilateral, bilinear in its corners.
struct RandomDistortion: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "random-distortion", summary: "moves the inner nodes of a grid",
    targets: [.image, .labelMap], mainParameter: "magnitude",
    parameters: [
      .init("magnitude", "PIXELS", standard: "8", "nodes move at most so far, 0..1000"),
      .init("columns", "N", standard: "5", "tiles beside each other, 1..50"),
      .init("rows", "N", standard: "5", "tiles above each other, 1..50"),
    ] + SamplingParameters.described,
    examples: ["random-distortion=3", "random-distortion=2:columns=4,rows=8,filter=bicubic"])

  private let magnitude: Int
  private let columns: Int
  private let rows: Int
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    magnitude = try arguments.wholeNumber("magnitude", in: 0...1000)
    columns = try arguments.wholeNumber("columns", in: 1...50)
    rows = try arguments.wholeNumber("rows", in: 1...50)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// Pixels, for each inner node, row by row.
    var x: [Int]
    var y: [Int]
  }

  /// Tiles along each axis: no more than there are pixels.
  private func tiles(_ size: PixelSize) -> (columns: Int, rows: Int) {
    (min(columns, size.width), min(rows, size.height))
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let tiles = tiles(canvas.size)
    var drawn = Drawn(x: [], y: [])
    for _ in 0..<((tiles.columns - 1) * (tiles.rows - 1)) {
      drawn.x.append(random.integer(in: -magnitude...magnitude))
      drawn.y.append(random.integer(in: -magnitude...magnitude))
    }
    return drawn
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let size = canvas.size
    let tiles = tiles(size)
    let inner = (tiles.columns - 1) * (tiles.rows - 1)
    guard drawn.x.count == inner, drawn.y.count == inner else {
      throw .badDraw("\(drawn.x.count) and \(drawn.y.count) values for \(inner) nodes")
    }
    if (drawn.x + drawn.y).allSatisfy({ $0 == 0 }) { return }
    let edges = { (count: Int, length: Int) in
      (0...count).map { Double($0 == count ? length : $0 * (length / count)) }
    }
    let (xs, ys) = (edges(tiles.columns, size.width), edges(tiles.rows, size.height))
    var nodes: [(x: Double, y: Double)] = []
    var next = 0
    for (row, y) in ys.enumerated() {
      for (column, x) in xs.enumerated() {
        let isInner =
          row > 0 && row < tiles.rows && column > 0 && column < tiles.columns
        nodes.append(
          isInner
            ? (x + Double(drawn.x[next]) - 0.5, y + Double(drawn.y[next]) - 0.5)
            : (x - 0.5, y - 0.5))
        next += isInner ? 1 : 0
      }
    }
    try canvas.displace(
      by: .lattice(columns: xs.map { $0 - 0.5 }, rows: ys.map { $0 - 0.5 }, nodes: nodes),
      filter: sampling.filter, border: sampling.border)
  }
}
