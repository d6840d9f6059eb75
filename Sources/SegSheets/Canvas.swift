import SegImaging

/// A rectangle of pixels; x grows to the right, y downwards.
struct Rectangle: Equatable {
  var x: Int
  var y: Int
  var width: Int
  var height: Int

  /// The first column to the right of it.
  var right: Int { x + width }
  /// The first row below it.
  var bottom: Int { y + height }

  /// Smaller by `margin` on each side.
  func inset(by margin: Int) -> Rectangle {
    Rectangle(
      x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
  }
}

/// A sheet of RGB pixels that is drawn on; what falls outside is cut off.
struct Canvas {
  /// Everything drawn so far, `[H, W, 3]`.
  private(set) var pixels: Raster<UInt8>

  /// A sheet of one colour.
  init(_ size: PixelSize, background: RGBColor) {
    pixels = Raster(height: size.height, width: size.width, channels: 3) { output in
      for position in 0..<(size.height * size.width) {
        output[3 * position] = background.red
        output[3 * position + 1] = background.green
        output[3 * position + 2] = background.blue
      }
    }
  }

  /// Fills a rectangle with rounded corners, whose rims are smoothed.
  ///
  /// - Parameter cornerRadius: In pixels; at most half the shorter side is taken.
  mutating func fill(_ area: Rectangle, _ color: RGBColor, cornerRadius: Int = 0) {
    let radius = max(0, min(cornerRadius, area.width / 2, area.height / 2))
    for y in 0..<max(0, area.height) {
      let dy = max(radius - y, y - (area.height - 1 - radius), 0)
      for x in 0..<max(0, area.width) {
        let dx = max(radius - x, x - (area.width - 1 - radius), 0)
        let coverage = dx > 0 && dy > 0 ? cornerCoverage(dx: dx, dy: dy, radius: radius) : 256
        blend(color, coverage: coverage, x: area.x + x, y: area.y + y)
      }
    }
  }

  /// Places a picture, `[H, W, 3]`, with its top left pixel at (`x`, `y`).
  mutating func place(_ picture: Raster<UInt8>, x: Int, y: Int) {
    for row in max(0, -y)..<max(max(0, -y), min(picture.height, pixels.height - y)) {
      for column in max(0, -x)..<max(max(0, -x), min(picture.width, pixels.width - x)) {
        for channel in 0..<3 {
          pixels[y + row, x + column, channel] = picture[row, column, channel]
        }
      }
    }
  }

  /// Lays a colour over a pixel.
  ///
  /// - Parameter coverage: 0 leaves the pixel, 256 replaces it.
  mutating func blend(_ color: RGBColor, coverage: Int, x: Int, y: Int) {
    guard coverage > 0, (0..<pixels.width).contains(x), (0..<pixels.height).contains(y) else {
      return
    }
    let position = (y * pixels.width + x) * 3
    func mix(_ value: UInt8, at offset: Int) {
      let below = Int(pixels.values[position + offset])
      pixels.values[position + offset] = UInt8(
        (below * (256 - coverage) + Int(value) * coverage + 128) >> 8)
    }
    mix(color.red, at: 0)
    mix(color.green, at: 1)
    mix(color.blue, at: 2)
  }
}

/// How much of a corner's pixel lies inside the quarter circle, in 256 parts; 4x4 points are tried.
///
/// - Parameters:
///   - dx: Pixels from the circle's centre outwards, 1 for the first.
///   - dy: As `dx`.
private func cornerCoverage(dx: Int, dy: Int, radius: Int) -> Int {
  var inside = 0
  // In eighths of a pixel, so that everything stays whole.
  for v in [1, 3, 5, 7] {
    for u in [1, 3, 5, 7] {
      let x = 8 * (dx - 1) + u
      let y = 8 * (dy - 1) + v
      if x * x + y * y <= 64 * radius * radius { inside += 1 }
    }
  }
  return inside * 16
}
