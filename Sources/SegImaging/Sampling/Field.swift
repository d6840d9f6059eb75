import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A real number for each pixel, `[H, W]` in C order, such as the displacement along one axis.
public struct Field: Sendable {
  /// Rows and columns.
  public let size: PixelSize
  /// The numbers, `height · width` of them.
  public private(set) var values: [Float]

  /// Wraps numbers.
  ///
  /// - Precondition: There is one for each pixel.
  public init(size: PixelSize, values: [Float]) {
    precondition(values.count == size.width * size.height, "\(values.count) values for \(size)")
    self.size = size
    self.values = values
  }

  /// Convolves with a Gaussian that is cut off at `radius`, mirroring at the edges without the value
  /// there.
  ///
  /// - Parameters:
  ///   - deviation: In pixels, above 0.
  ///   - radius: In pixels; the weights of `2 · radius + 1` pixels add up to 1.
  /// - Complexity: O(pixels · radius)
  public mutating func smooth(deviation: Double, radius: Int) {
    precondition(deviation > 0 && radius >= 0, "no Gaussian of \(deviation) and \(radius)")
    let exact = (0...radius).map { exp(-0.5 * (Double($0) / deviation) * (Double($0) / deviation)) }
    let sum = 2 * exact.reduce(0, +) - exact[0]
    let weights = exact.map { Float($0 / sum) }
    var line = [Float](repeating: 0, count: seg_smooth_work(size.width, radius))
    values = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
      seg_smooth(
        values, buffer.baseAddress, size.height, size.width, weights, radius, &line)
      count = values.count
    }
  }
}

extension CoordinateMap {
  /// Each pixel is looked for where two fields say.
  ///
  /// - Parameter strength: How many pixels a number of the fields stands for.
  public static func displaced(x dx: Field, y dy: Field, strength: Float) -> CoordinateMap {
    precondition(dx.size == dy.size, "fields of \(dx.size) and \(dy.size)")
    let width = dx.size.width
    return .rows { row, x, y in
      dx.values.withUnsafeBufferPointer { dx in
        dy.values.withUnsafeBufferPointer { dy in
          seg_displaced_row(
            dx.baseAddress.map { $0 + row * width }, dy.baseAddress.map { $0 + row * width },
            strength, Float(row), width, x.baseAddress, y.baseAddress)
        }
      }
    }
  }

  /// A lens about the middle: with x and y from there, in widths and heights, and `r² = x² + y²`, the
  /// source is at `1 + k r² + k r⁴` times the place.
  public static func lens(_ k: Float, size: PixelSize) -> CoordinateMap {
    .rows { row, x, y in
      seg_lens_row(
        Float(size.width), Float(size.height), k, Float(row), size.width, x.baseAddress,
        y.baseAddress)
    }
  }

  /// Positions between the nodes of a lattice are interpolated linearly.
  ///
  /// - Parameters:
  ///   - columns: Where the lattice's columns stand, in sample coordinates, rising.
  ///   - rows: Where its rows stand.
  ///   - nodes: The source coordinates of each node, row by row.
  public static func lattice(
    columns: [Double], rows: [Double], nodes: [(x: Double, y: Double)]
  ) -> CoordinateMap {
    precondition(nodes.count == columns.count * rows.count && columns.count > 1 && rows.count > 1)
    let xs = nodes.map(\.x)
    let ys = nodes.map(\.y)
    return .rows { row, x, y in
      let cell = rows.dropFirst().dropLast().prefix { $0 <= Double(row) }.count
      let down = (Double(row) - rows[cell]) / (rows[cell + 1] - rows[cell])
      let top = cell * columns.count
      func between(_ values: [Double], _ column: Int) -> Double {
        values[top + column] * (1 - down) + values[top + columns.count + column] * down
      }
      var column = 0
      for index in 0..<(columns.count - 1) {
        let isLast = index == columns.count - 2
        let (left, width) = (columns[index], columns[index + 1] - columns[index])
        let (x0, y0) = (between(xs, index), between(ys, index))
        let dx = (between(xs, index + 1) - x0) / width
        let dy = (between(ys, index + 1) - y0) / width
        let end = isLast ? x.count : min(x.count, Int(columns[index + 1].rounded(.up)))
        if end <= column { continue }
        seg_even_row(x0 - dx * left, dx, column, end - column, x.baseAddress.map { $0 + column })
        seg_even_row(y0 - dy * left, dy, column, end - column, y.baseAddress.map { $0 + column })
        column = end
      }
    }
  }
}
