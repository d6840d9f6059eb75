import SegImaging

/// A picture that shapes are painted on, and the silhouette of those that belong to the pet.
struct Canvas {
  let width: Int
  let height: Int
  private var pixels: [Color]
  /// How much of each pixel the pet covers, `0...1`.
  private var silhouette: [Float]

  init(width: Int, height: Int, background: (Point) -> Color) {
    self.width = width
    self.height = height
    pixels = []
    pixels.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width { pixels.append(background(Point(Float(x) + 0.5, Float(y) + 0.5))) }
    }
    silhouette = [Float](repeating: 0, count: width * height)
  }

  /// Paints a shape.
  ///
  /// - Parameters:
  ///   - isPet: Whether the shape belongs to the silhouette.
  ///   - softness: Pixels over which the outline fades; 1 is a sharp outline.
  ///   - opacity: `0...1`.
  ///   - color: Of a place, and its distance from the outline (negative inside).
  mutating func paint(
    _ shape: Shape, isPet: Bool = false, softness: Float = 1, opacity: Float = 1,
    color: (Point, Float) -> Color
  ) {
    let (low, high) = shape.bounds
    let reach = softness + 1
    let left = Int(max(0, low.x - reach))
    let right = Int(max(0, min(Float(width), high.x + reach + 1)))
    let top = Int(max(0, low.y - reach))
    let bottom = Int(max(0, min(Float(height), high.y + reach + 1)))
    guard left < right, top < bottom else { return }
    for y in top..<bottom {
      for x in left..<right {
        let place = Point(Float(x) + 0.5, Float(y) + 0.5)
        let distance = shape.distance(place)
        let coverage = min(max(0.5 - distance / softness, 0), 1)
        guard coverage > 0 else { continue }
        let index = y * width + x
        pixels[index] = pixels[index].mixed(color(place, distance), coverage * opacity)
        if isPet { silhouette[index] = max(silhouette[index], coverage) }
      }
    }
  }

  /// The picture, `[H, W, 3]`.
  var image: Image {
    func byte(_ value: Float) -> UInt8 { UInt8(min(max(255 * value + 0.5, 0), 255)) }
    return .uint8(
      Raster(
        height: height, width: width, channels: 3,
        values: pixels.flatMap { [byte($0.red), byte($0.green), byte($0.blue)] }))
  }

  /// The trimap, `[H, W]`: 1 pet, 2 background, 3 where both are at most `border` pixels away.
  func trimap(border: Int) -> LabelMap {
    let isPet = silhouette.map { $0 >= 0.5 }
    let isNearPet = spread(isPet, by: border)
    let isNearBackground = spread(isPet.map { !$0 }, by: border)
    let values = isPet.indices.map { index -> UInt8 in
      isNearPet[index] && isNearBackground[index] ? 3 : isPet[index] ? 1 : 2
    }
    return .uint8(Raster(height: height, width: width, channels: 1, values: values))
  }

  /// Whether any place within a disc is marked.
  private func spread(_ marks: [Bool], by radius: Int) -> [Bool] {
    var result = marks
    for dy in -radius...radius {
      for dx in -radius...radius where dx * dx + dy * dy <= radius * radius + radius {
        for y in max(0, -dy)..<min(height, height - dy) {
          let from = (y + dy) * width + dx
          let to = y * width
          for x in max(0, -dx)..<min(width, width - dx) where marks[from + x] {
            result[to + x] = true
          }
        }
      }
    }
    return result
  }
}
