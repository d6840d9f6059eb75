import SegImaging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Rotation, shear, scale and shift about the middle of a picture.
///
/// reference: augmentation 2.4, as torchvision's `RandomAffine` has it.
struct AffineMap: Sendable {
  /// Degrees clockwise.
  var angle = 0.0
  /// Pixels to the right and down.
  var shift = (x: 0.0, y: 0.0)
  /// How much larger things become, along each axis, before they are turned.
  var scale = (x: 1.0, y: 1.0)
  /// Degrees.
  var shear = (x: 0.0, y: 0.0)

  /// The map of things on the picture without the shift, by rows: `a b; c d`.
  private var forward: (a: Double, b: Double, c: Double, d: Double) {
    let (turn, x, y) = (radians(angle), radians(shear.x), radians(shear.y))
    let a = cos(turn - y) / cos(y)
    let b = -cos(turn - y) * tan(x) / cos(y) - sin(turn)
    let c = sin(turn - y) / cos(y)
    let d = -sin(turn - y) * tan(x) / cos(y) + cos(turn)
    return (a * scale.x, b * scale.y, c * scale.x, d * scale.y)
  }

  /// From positions in a result of size `output` to positions in the picture, both about the middle.
  func toSource(from size: PixelSize, output: PixelSize? = nil) -> Homography {
    let output = output ?? size
    let m = forward
    let determinant = m.a * m.d - m.b * m.c
    let (a, b) = (m.d / determinant, -m.b / determinant)
    let (c, d) = (-m.c / determinant, m.a / determinant)
    let x = -Double(output.width) / 2 - shift.x
    let y = -Double(output.height) / 2 - shift.y
    return Homography(
      affine: a, b, a * x + b * y + Double(size.width) / 2, c, d,
      c * x + d * y + Double(size.height) / 2)
  }

  /// How much larger things must become for the picture to cover all of the result.
  ///
  /// What is then seen is the largest rectangle of the picture's shape, about its middle, that lies
  /// inside the picture as it was turned and sheared.
  func covering(_ size: PixelSize) -> Double {
    let m = toSource(from: size).m
    let (width, height) = (Double(size.width), Double(size.height))
    return max(
      1, (abs(m[0]) * width + abs(m[1]) * height) / width,
      (abs(m[3]) * width + abs(m[4]) * height) / height)
  }

  /// The size that holds all of the turned picture, as torchvision's `expand` computes it.
  func expanded(_ size: PixelSize) -> PixelSize {
    let m = forward
    let (x, y) = (Double(size.width) / 2, Double(size.height) / 2)
    func extent(_ a: Double, _ b: Double, _ middle: Double) -> Int {
      let reach = abs(a) * x + abs(b) * y
      // Multiples of 1e-4, so that a quarter turn is not a pixel larger for its last bit.
      let high = trunc((middle + reach) * 1e4) / 1e4
      let low = trunc((middle - reach) * 1e4) / 1e4
      return Int(high.rounded(.up) - low.rounded(.down))
    }
    return PixelSize(width: extent(m.a, m.b, x), height: extent(m.c, m.d, y))
  }

  private func radians(_ degrees: Double) -> Double { degrees * Double.pi / 180 }
}
