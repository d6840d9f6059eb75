import CKernelTiers
import CKernels
import Testing

/// The parts of the Winograd convolution against the matrices of Lavin and Gray (2015), in double
/// precision, on every instruction set this machine has.
@Suite struct WinogradKernelTests {
  private typealias Matrix = [[Double]]

  private static let input: Matrix = [
    [4, 0, -5, 0, 1, 0], [0, -4, -4, 1, 1, 0], [0, 4, -4, -1, 1, 0], [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0], [0, 4, 0, -5, 0, 1],
  ]
  private static let filter: Matrix = [
    [1.0 / 4, 0, 0], [-1.0 / 6, -1.0 / 6, -1.0 / 6], [-1.0 / 6, 1.0 / 6, -1.0 / 6],
    [1.0 / 24, 1.0 / 12, 1.0 / 6], [1.0 / 24, -1.0 / 12, 1.0 / 6], [0, 0, 1],
  ]
  private static let output: Matrix = [
    [1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1],
  ]

  private static func transposed(_ a: Matrix) -> Matrix {
    a[0].indices.map { column in a.map { $0[column] } }
  }

  private static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    a.map { row in
      b[0].indices.map { column in
        row.indices.reduce(0) { $0 + row[$1] * b[$1][column] }
      }
    }
  }

  /// `a · x · aᵀ`.
  private static func both(_ a: Matrix, _ x: Matrix) -> Matrix {
    product(product(a, x), transposed(a))
  }

  private static func agrees(_ found: Float, _ expected: Double) -> Bool {
    abs(Double(found) - expected) <= 2e-5 * max(1, abs(expected))
  }

  /// Sizes that fill no tile, and an image with a tile that lies inside.
  static let images: [(Int, Int)] = [(1, 1), (4, 4), (5, 9), (12, 13)]
  static let channels = 32

  private static func tiles(_ height: Int, _ width: Int) -> [(top: Int, left: Int)] {
    stride(from: 0, to: height, by: 4).flatMap { top in
      stride(from: 0, to: width, by: 4).map { (top, $0) }
    }
  }

  @Test(arguments: FloatKernelTests.tiers, images)
  func inputAndGradient(tier: Int32, size: (Int, Int)) {
    let (height, width) = size
    let shape = seg_tiled(height: height, width: width, channels: Self.channels)
    let image = FloatKernelTests.random(height * width * Self.channels, seed: 1)
    let scale = FloatKernelTests.random(Self.channels, seed: 2)
    let shift = FloatKernelTests.random(Self.channels, seed: 3)
    let tiles = Self.tiles(height, width)
    let step = tiles.count * Self.channels + 16
    var inputs = [Float](repeating: 7, count: 36 * step)
    var gradients = inputs
    scale.withUnsafeBufferPointer { scale in
      shift.withUnsafeBufferPointer { shift in
        let promise = seg_promise(scale: scale.baseAddress, shift: shift.baseAddress, relu: 1)
        seg_winograd_input_on_tier(tier, image, shape, 0, tiles.count, promise, &inputs, step)
      }
    }
    seg_winograd_gradient_on_tier(tier, image, shape, 0, tiles.count, &gradients, step)
    for (tile, (top, left)) in tiles.enumerated() {
      for c in [0, 7, 15, 16, 31] {
        func pixel(_ y: Int, _ x: Int) -> Double? {
          guard 0..<height ~= y, 0..<width ~= x else { return nil }
          return Double(image[(y * width + x) * Self.channels + c])
        }
        let seen = (0..<6).map { y in
          (0..<6).map { x in
            pixel(top + y - 1, left + x - 1).map {
              max(0, Double(scale[c]) * $0 + Double(shift[c]))
            } ?? 0
          }
        }
        let given = (0..<4).map { y in (0..<4).map { pixel(top + y, left + $0) ?? 0 } }
        let input = Self.both(Self.input, seen)
        let gradient = Self.both(Self.transposed(Self.output), given)
        for place in 0..<36 {
          let at = place * step + tile * Self.channels + c
          #expect(Self.agrees(inputs[at], input[place / 6][place % 6]))
          #expect(Self.agrees(gradients[at], gradient[place / 6][place % 6]))
        }
      }
    }
  }

  @Test(arguments: FloatKernelTests.tiers, images)
  func output(tier: Int32, size: (Int, Int)) {
    let (height, width) = size
    let shape = seg_tiled(height: height, width: width, channels: Self.channels)
    let tiles = Self.tiles(height, width)
    let step = tiles.count * Self.channels + 16
    let given = FloatKernelTests.random(36 * step, seed: 4)
    var image = [Float](repeating: 7, count: height * width * Self.channels)
    var sums = [Double](repeating: 1, count: Self.channels)
    var squares = sums
    seg_winograd_output_on_tier(
      tier, given, step, shape, 0, tiles.count, &image, &sums, &squares)
    for c in 0..<Self.channels {
      var (sum, square) = (1.0, 1.0)
      for (tile, (top, left)) in tiles.enumerated() {
        let products = (0..<6).map { y in
          (0..<6).map { x in Double(given[(6 * y + x) * step + tile * Self.channels + c]) }
        }
        let expected = Self.both(Self.output, products)
        for y in top..<min(height, top + 4) {
          for x in left..<min(width, left + 4) {
            let value = expected[y - top][x - left]
            #expect(Self.agrees(image[(y * width + x) * Self.channels + c], value))
            sum += value
            square += value * value
          }
        }
      }
      #expect(abs(sums[c] - sum) < 1e-4 * max(1, abs(sum)))
      #expect(abs(squares[c] - square) < 1e-4 * square)
    }
  }

  @Test(arguments: FloatKernelTests.tiers, [(16, 16), (32, 96), (48, 64)])
  func filters(tier: Int32, channels: (Int, Int)) {
    let (cin, cout) = channels
    let panel = seg_panel_width(cout)
    let bank = FloatKernelTests.random(9 * cin * cout, seed: 5)
    let sums = FloatKernelTests.random(36 * cin * cout, seed: 6)
    var panels = [Float](repeating: 7, count: 36 * cin * cout)
    var gradient = [Float](repeating: 7, count: 9 * cin * cout)
    for first in stride(from: 0, to: cin, by: 16) {
      seg_winograd_filter_on_tier(tier, bank, cin, cout, first, 16, &panels)
      seg_winograd_filter_gradient_on_tier(tier, sums, cin, cout, first, 16, &gradient)
    }
    for ci in [0, cin / 2 + 1, cin - 1] {
      for co in [0, 15, cout / 2 + 1, cout - 1] {
        let taps = (0..<3).map { y in
          (0..<3).map { x in Double(bank[((3 * y + x) * cin + ci) * cout + co]) }
        }
        let places = (0..<6).map { y in
          (0..<6).map { x in Double(sums[((6 * y + x) * cin + ci) * cout + co]) }
        }
        let transformed = Self.both(Self.filter, taps)
        let back = Self.both(Self.transposed(Self.filter), places)
        for place in 0..<36 {
          let at = place * cin * cout + (co / panel * cin + ci) * panel + co % panel
          #expect(Self.agrees(panels[at], transformed[place / 6][place % 6]))
        }
        for tap in 0..<9 {
          #expect(Self.agrees(gradient[(tap * cin + ci) * cout + co], back[tap / 3][tap % 3]))
        }
      }
    }
  }

  @Test(arguments: FloatKernelTests.tiers, [16, 32, 48, 64, 128])
  func products(tier: Int32, columns: Int) {
    let (rows, depth) = (14, 33)  // 14 is no multiple of the rows of a block: there is room for 18
    let room = 18
    let panel = seg_panel_width(columns)
    let left = FloatKernelTests.random(room * depth, seed: 7)
    let right = FloatKernelTests.random(depth * columns, seed: 8)
    var panels = right
    for k in 0..<depth {
      for n in 0..<columns {
        panels[n / panel * panel * depth + k * panel + n % panel] = right[k * columns + n]
      }
    }
    var out = [Float](repeating: 7, count: room * columns)
    seg_panel_product_on_tier(tier, left, panels, rows, depth, columns, &out)
    for m in 0..<rows {
      for n in 0..<columns {
        let sum = (0..<depth).reduce(0.0) {
          $0 + Double(left[m * depth + $1]) * Double(right[$1 * columns + n])
        }
        #expect(Self.agrees(out[m * columns + n], sum))
      }
    }

    // 16 of 48 columns of the left side.
    let (m, step) = (16, 48)
    let wide = FloatKernelTests.random(depth * step, seed: 9)
    let start = FloatKernelTests.random(m * columns, seed: 10)
    var sums = start
    seg_transposed_product_on_tier(tier, wide, step, right, depth, m, columns, &sums)
    for row in 0..<m {
      for n in 0..<columns {
        let sum = (0..<depth).reduce(Double(start[row * columns + n])) {
          $0 + Double(wide[$1 * step + row]) * Double(right[$1 * columns + n])
        }
        #expect(Self.agrees(sums[row * columns + n], sum))
      }
    }
  }

  @Test(arguments: FloatKernelTests.tiers, [(1, 1), (16, 16), (17, 35), (33, 5)])
  func transposition(tier: Int32, size: (Int, Int)) {
    let (rows, columns) = size
    let from = FloatKernelTests.random(rows * columns, seed: 11)
    var out = from
    seg_transpose_on_tier(tier, from, rows, columns, &out)
    for row in 0..<rows {
      for column in 0..<columns {
        #expect(out[column * rows + row] == from[row * columns + column])
      }
    }
  }
}
