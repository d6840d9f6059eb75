import SegBasics

/// The colours of a pet at each place of its body.
struct Fur: Sendable {
  let base: Color
  let second: Color
  private let coat: Breed.Coat
  private let noise: Noise
  private let scale: Float

  /// - Parameter scale: Pixels of one unit of the pet.
  init(_ breed: Breed, scale: Float, stream: inout RandomStream) {
    let light = Float(stream.uniform(0.9, 1.08))
    base = Color(hex: breed.colors[0]).shaded(light)
    second = Color(hex: breed.colors[1]).shaded(light)
    coat = breed.coat
    noise = Noise(seed: stream.next())
    self.scale = scale
  }

  /// Which part of the pet is painted; coats differ by part.
  enum Part {
    case body
    case head
    case ear
    case muzzle
    case limb
    case belly
  }

  /// The colour of a place.
  ///
  /// - Parameter distance: From the outline of the part, negative inside, in pixels.
  func color(_ place: Point, _ distance: Float, _ part: Part) -> Color {
    let x = place.x / scale
    let y = place.y / scale
    var color = marked(part, x, y)
    // Hairs: fine noise, drawn out downwards.
    color = color.shaded(1 + 0.09 * noise.rough(42 * x, 18 * y) + 0.05 * noise.value(9 * x, 9 * y))
    // A dark rim, and light from above.
    let depth = -distance / scale
    return color.shaded(0.78 + 0.22 * min(1, max(0, depth / 0.035)))
  }

  private func marked(_ part: Part, _ x: Float, _ y: Float) -> Color {
    switch coat {
    case .plain: return part == .belly || part == .muzzle ? base.mixed(second, 0.6) : base
    case .belly: return part == .belly || part == .muzzle ? second : base
    case .points:
      return part == .ear || part == .muzzle
        ? second : part == .limb ? base.mixed(second, 0.55) : base
    case .mask: return part == .muzzle || part == .ear ? second : base
    case .patches:
      let patch = noise.value(3.1 * x + 5, 3.1 * y)
      let isSecond = part == .ear || (part != .belly && part != .muzzle && patch > 0.02)
      return isSecond ? second : base
    case .stripes:
      guard part != .belly && part != .muzzle else { return base.mixed(Color(1, 1, 1), 0.35) }
      let bend = 0.35 * noise.value(4 * x, 4 * y)
      let band = (9 * x + bend + 2 * y) - (9 * x + bend + 2 * y).rounded(.down)
      return band < 0.36 ? second : base
    case .spots:
      guard part != .belly && part != .muzzle else { return base.mixed(Color(1, 1, 1), 0.4) }
      return noise.value(22 * x, 22 * y) > 0.3 ? second : base
    }
  }
}
