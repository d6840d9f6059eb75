/// Smooth noise on the plane, the same everywhere for the same seed.
struct Noise: Sendable {
  private let seed: UInt32

  init(seed: UInt64) { self.seed = UInt32(truncatingIfNeeded: seed ^ seed >> 32) }

  /// One octave: `-1...1`, smooth over about one unit.
  func value(_ x: Float, _ y: Float) -> Float {
    let left = x.rounded(.down)
    let top = y.rounded(.down)
    let column = Int32(left)
    let row = Int32(top)
    let u = smooth(x - left)
    let v = smooth(y - top)
    let upper = lattice(column, row) + u * (lattice(column &+ 1, row) - lattice(column, row))
    let a = lattice(column, row &+ 1)
    let lower = a + u * (lattice(column &+ 1, row &+ 1) - a)
    return upper + v * (lower - upper)
  }

  /// Two octaves: `-1...1`.
  func rough(_ x: Float, _ y: Float) -> Float {
    (2 * value(x, y) + value(2.3 * x + 17, 2.3 * y + 31)) / 3
  }

  private func smooth(_ t: Float) -> Float { t * t * (3 - 2 * t) }

  private func lattice(_ x: Int32, _ y: Int32) -> Float {
    var h = seed ^ UInt32(bitPattern: x) &* 0x9E37_79B1 ^ UInt32(bitPattern: y) &* 0x85EB_CA77
    h = (h ^ h >> 15) &* 0x2C1B_3C6D
    h = (h ^ h >> 12) &* 0x297A_2D39
    h ^= h >> 15
    return Float(h >> 8) * 0x1p-23 - 1
  }
}
