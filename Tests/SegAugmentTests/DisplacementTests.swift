import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// The maps of the operations that displace pixels.
@Suite struct DisplacementTests {
  /// The source coordinates a map has for one row.
  static func row(_ row: Int, of map: CoordinateMap, width: Int) throws -> (x: [Float], y: [Float])
  {
    guard case .rows(let write) = map else { throw NoRows() }
    var x = [Float](repeating: .nan, count: width)
    var y = x
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in write(row, x, y) }
    }
    return (x, y)
  }
  struct NoRows: Error {}

  /// The spline goes through its points, and does not bend where they lie in a plane.
  @Test func thinPlate() throws {
    let points = (0..<9).map { (x: Double($0 % 3) / 2, y: Double($0 / 3) / 2) }
    let values = [0.1, -0.2, 0, 0.05, 0.3, -0.1, 0, 0, 0.2]
    let spline = try #require(ThinPlateSpline(points, values: values))
    for (point, value) in zip(points, values) {
      #expect(abs(spline(point.x, point.y) - value) < 1e-12)
    }
    let plane = try #require(
      ThinPlateSpline(points, values: points.map { 0.1 + 0.3 * $0.x - 0.2 * $0.y }))
    #expect(abs(plane(0.3, 0.9) - (0.1 + 0.09 - 0.18)) < 1e-12)
    #expect(ThinPlateSpline([(0, 0), (1, 1), (2, 2)], values: [0, 1, 0]) == nil)
  }

  /// Linear between the nodes, and beyond the outer ones.
  @Test func lattice() throws {
    let map = CoordinateMap.lattice(
      columns: [0, 4, 8], rows: [0, 2],
      nodes: [(0, 0), (6, 1), (8, 0), (0, 2), (6, 3), (8, 2)])
    let (x, y) = try Self.row(1, of: map, width: 10)
    #expect(x == [0, 1.5, 3, 4.5, 6, 6.5, 7, 7.5, 8, 8.5])
    #expect(y == [1, 1.25, 1.5, 1.75, 2, 1.75, 1.5, 1.25, 1, 0.75])
  }

  @Test func lens() throws {
    let map = CoordinateMap.lens(0.5, size: PixelSize(width: 9, height: 5))
    let (x, y) = try Self.row(2, of: map, width: 9)
    #expect(x[4] == 4 && y[4] == 2)
    // 4 / 9 from the middle: r² = 16 / 81.
    let squared = 16.0 / 81
    let expected = 4 + 4 * (1 + 0.5 * squared + 0.5 * squared * squared)
    #expect(abs(Double(x[8]) - expected) < 1e-5 && abs(Double(x[0]) - (8 - expected)) < 1e-5)
  }

  /// Smoothed noise has the deviation that theory gives: α σ(U) times the norm of the kernel, squared.
  @Test(arguments: [("simard", 1.0), ("torchvision", 0.5)])
  func elasticStrength(form: String, factor: Double) throws {
    // A picture whose values rise by one a pixel shows the displacement along x.
    let image = Raster<UInt16>(height: 200, width: 300, channels: 1) { values in
      for index in values.indices { values[index] = UInt16(index % 300 * 200) }
    }
    var canvas = Canvas(image: .uint16(image), labelMaps: [])
    _ = try Pipeline(["elastic=40:sigma=4,form=\(form),border=replicate"]).apply(
      to: &canvas, key: StreamKey(seed: 1, epoch: 0, sample: "s", copy: 0))
    guard case .uint16(let moved) = canvas.image else { throw NoRows() }
    var sum = 0.0
    var squares = 0.0
    var count = 0.0
    for y in 20..<180 {
      for x in 40..<260 {
        let shift = (Double(moved[y, x]) - Double(image[y, x])) / 200
        sum += shift
        squares += shift * shift
        count += 1
      }
    }
    // Σ w² of a Gaussian is 1 / (2 σ √π) along each axis.
    let norm = 1 / (2 * 4 * Double.pi.squareRoot())
    let expected = factor * 40 * (1.0 / 3).squareRoot() * norm
    let deviation = (squares / count - sum / count * (sum / count)).squareRoot()
    #expect(abs(deviation / expected - 1) < 0.08, "\(deviation) for \(expected)")
    #expect(abs(sum / count) < expected / 5)
  }

  /// A grid whose nodes all move alike moves everything alike; one that grows evenly stretches.
  @Test(arguments: [2, 3, 4, 7])
  func elasticGridIsExactForPlanes(nodes: Int) throws {
    let image = Raster<UInt16>(height: 40, width: 60, channels: 1) { values in
      for index in values.indices { values[index] = UInt16(10000 + index % 60 * 100) }
    }
    for slope in [0.0, 6.0] {
      let x = (0..<(nodes * nodes)).map { 2 + slope * Double($0 % nodes) / Double(nodes - 1) }
      let zeros = (0..<(nodes * nodes)).map { _ in JSONValue.number(0) }
      let replay = try Replay([
        SampleMetadata.Draw(
          name: "elastic-grid", place: "0", word: "elastic-grid=1:grid=\(nodes)", stage: nil,
          parameters: ["x": .array(x.map(JSONValue.number)), "y": .array(zeros)])
      ])
      var canvas = Canvas(image: .uint16(image), labelMaps: [])
      try replay.apply(to: &canvas)
      guard case .uint16(let moved) = canvas.image else { throw NoRows() }
      for column in 0..<50 {
        let place = Double(column) + 2 + slope * (Double(column) + 0.5) / 60
        #expect(abs(Double(moved[20, column]) - (10000 + 100 * place)) <= 0.51)
      }
    }
  }

  /// An operation says which size comes out; only a picture that grows depends on the draw.
  @Test func sizesAreKnownAhead() throws {
    for type in OperationCatalog.samplingOperations {
      for word in type.specification.examples {
        let (operation, _) = try OperationCatalog.operation(written: word)
        let size = PixelSize(width: 45, height: 33)
        #expect(operation.size(of: size) == (word.contains("expand=true") ? nil : size))
      }
    }
  }
}
